#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Finds the addresses of a host by the system's resolver.
package enum NameResolver {
    /// The addresses of hosts that need no look-up: literals, and `localhost` with everything below it (RFC 6761,
    /// section 6.3), IPv4 first since local test servers often listen there only. Nil for other names.
    package static func immediate(host: String, port: UInt16) -> [SocketAddress]? {
        if let literal = SocketAddress(literal: host, port: port) { return [literal] }
        let name = host.lowercased()
        guard name == "localhost" || name.hasSuffix(".localhost") else { return nil }
        return [.loopback(port: port), .loopback6(port: port)]
    }

    /// Looks a name up on a thread of its own, since `getaddrinfo` blocks and cannot be cancelled, and calls
    /// `completion` there, once.
    ///
    /// The addresses come in the order in which they should be tried (RFC 6724); there is at least one.
    package static func lookUp(
        host: String, port: UInt16,
        completion: @escaping @Sendable (Result<[SocketAddress], NetworkError>) -> Void
    ) {
        do throws(NetworkError) {
            try SystemThread.start(name: "resolver") {
                completion(Result { () throws(NetworkError) in try blockingLookUp(host: host, port: port) })
            }
        } catch {
            completion(.failure(error))
        }
    }

    private static func blockingLookUp(host: String, port: UInt16) throws(NetworkError) -> [SocketAddress] {
        guard !host.utf8.contains(0) else { throw NetworkError(.resolve, .unresolved("not a host name"), at: host) }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = streamSocket  // without it every address comes once per socket type
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            if status == EAI_SYSTEM { throw NetworkError(.resolve, .system(errno), at: host) }
            let reason = gai_strerror(status).map { String(cString: $0) } ?? "error \(status)"
            throw NetworkError(.resolve, .unresolved(reason.prefix(1).lowercased() + reason.dropFirst()), at: host)
        }
        defer { freeaddrinfo(list) }

        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            let bytes = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
            guard let address = SocketAddress(systemAddress: bytes)?.with(port: port) else { continue }
            if !addresses.contains(address) { addresses.append(address) }
        }
        guard !addresses.isEmpty else { throw NetworkError(.resolve, .unresolved("no address"), at: host) }
        return addresses
    }
}

#if canImport(Glibc)
    private let streamSocket = Int32(SOCK_STREAM.rawValue)
#else
    private let streamSocket = Int32(SOCK_STREAM)
#endif
