#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An IPv4 or IPv6 address with a port: `127.0.0.1:9411`, `[::1]:9411`.
package struct SocketAddress: Hashable, Sendable {
    package enum Host: Hashable, Sendable {
        /// The four bytes as a number: 127.0.0.1 is `0x7f00_0001`.
        case ipv4(UInt32)
        /// The sixteen bytes as two numbers, most significant first; the scope is the index of a link-local interface,
        /// else 0.
        case ipv6(high: UInt64, low: UInt64, scope: UInt32)
    }

    package let host: Host
    package let port: UInt16

    package init(_ host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    package static func loopback(port: UInt16 = 0) -> SocketAddress { SocketAddress(.ipv4(0x7f00_0001), port: port) }
    package static func loopback6(port: UInt16 = 0) -> SocketAddress {
        SocketAddress(.ipv6(high: 0, low: 1, scope: 0), port: port)
    }

    package func with(port: UInt16) -> SocketAddress { SocketAddress(host, port: port) }

    var family: Int32 {
        switch host {
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        }
    }
}

extension SocketAddress {
    /// Calls `body` with the address in the system's form, valid during the call only.
    package func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch host {
        case .ipv4(let number):
            var address = sockaddr_in()
            #if canImport(Darwin)
                address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
            #endif
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = number.bigEndian
            return withSockaddr(&address, body)
        case .ipv6(let high, let low, let scope):
            var address = sockaddr_in6()
            #if canImport(Darwin)
                address.sin6_len = UInt8(MemoryLayout<sockaddr_in6>.size)
            #endif
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
                bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
                bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return withSockaddr(&address, body)
        }
    }

    /// Reads what a system call such as `accept` or `getaddrinfo` wrote; nil for other families and for none.
    package init?(systemAddress: UnsafeRawBufferPointer) {
        guard systemAddress.count >= MemoryLayout<sockaddr>.size else { return nil }
        switch Int32(systemAddress.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET where systemAddress.count >= MemoryLayout<sockaddr_in>.size:
            let address = systemAddress.loadUnaligned(as: sockaddr_in.self)
            self.init(.ipv4(UInt32(bigEndian: address.sin_addr.s_addr)), port: UInt16(bigEndian: address.sin_port))
        case AF_INET6 where systemAddress.count >= MemoryLayout<sockaddr_in6>.size:
            let address = systemAddress.loadUnaligned(as: sockaddr_in6.self)
            let (high, low) = withUnsafeBytes(of: address.sin6_addr) { bytes in
                (
                    UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
            self.init(
                .ipv6(high: high, low: low, scope: address.sin6_scope_id), port: UInt16(bigEndian: address.sin6_port))
        default:
            return nil
        }
    }

    /// Runs a system call that writes an address, and reads it; nil when the call failed or wrote another family.
    static func written(by call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) -> Self? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // `sockaddr_storage` is by definition large and aligned enough for every `sockaddr`.
        return withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress else { return nil }
            guard call(base.assumingMemoryBound(to: sockaddr.self), &length) >= 0 else { return nil }
            return SocketAddress(systemAddress: UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(length))))
        }
    }
}

/// Every `sockaddr_…` begins with the fields of `sockaddr`; the system calls read no more than the length says.
private func withSockaddr<Address, Result>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
    }
}
