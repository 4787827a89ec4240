#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SocketAddress: CustomStringConvertible {
    /// Reads a literal IPv4 or IPv6 address, the latter with or without brackets: `127.0.0.1`, `::1`, `[::1]`.
    /// Nil for names and for everything else, forms such as `127.1` included.
    package init?(literal: some StringProtocol, port: UInt16) {
        let isBracketed = literal.hasPrefix("[") && literal.hasSuffix("]") && literal.utf8.count > 2
        let text = isBracketed ? String(literal.dropFirst().dropLast()) : String(literal)
        // `inet_pton` would stop at a NUL and accept what stands before it.
        guard !text.utf8.contains(0) else { return nil }

        var number = in_addr()
        if !isBracketed, inet_pton(AF_INET, text, &number) == 1 {
            self.init(.ipv4(UInt32(bigEndian: number.s_addr)), port: port)
            return
        }
        var pair: (UInt64, UInt64) = (0, 0)
        guard inet_pton(AF_INET6, text, &pair) == 1 else { return nil }
        self.init(.ipv6(high: UInt64(bigEndian: pair.0), low: UInt64(bigEndian: pair.1), scope: 0), port: port)
    }

    /// Reads `127.0.0.1:9411` or `[::1]:9411`. Nil without a port, for names, and for IPv6 without brackets.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits) else { return nil }
        guard host.hasPrefix("[") || !host.contains(":") else { return nil }
        self.init(literal: host, port: port)
    }

    /// The host alone, without brackets: `127.0.0.1`, `::1`; IPv6 in the form of RFC 5952, as far as the C library
    /// follows it.
    package var hostDescription: String {
        switch host {
        case .ipv4(let number):
            var address = in_addr(s_addr: number.bigEndian)
            return printed(AF_INET, &address)
        case .ipv6(let high, let low, let scope):
            var address = (high.bigEndian, low.bigEndian)
            return printed(AF_INET6, &address) + (scope == 0 ? "" : "%\(scope)")
        }
    }

    package var description: String {
        switch host {
        case .ipv4: "\(hostDescription):\(port)"
        case .ipv6: "[\(hostDescription)]:\(port)"
        }
    }

    /// - Parameter address: 4 bytes for `AF_INET`, 16 for `AF_INET6`, in network order.
    private func printed(_ family: Int32, _ address: UnsafeRawPointer) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            guard let base = text.baseAddress else { return "" }
            // Cannot fail: both families are known and the buffer holds the longest form.
            guard inet_ntop(family, address, base, socklen_t(INET6_ADDRSTRLEN)) != nil else { return "" }
            return String(cString: base)
        }
    }
}
