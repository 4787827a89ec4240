import TraceBytes
import TraceModel

extension Endpoint {
    /// The peer that the attributes of a CLIENT or PRODUCER span name; nil for other kinds and where none does.
    ///
    /// The first attribute that is there wins (OpenTelemetry to Zipkin, Remote endpoint).
    init?(peerOf span: TraceSpan) {
        guard span.kind == .client || span.kind == .producer else { return nil }
        // Most attributes are none of these; few are left to be looked for.
        let attributes = span.attributes.filter { Self.peerKeyLengths >> UInt64($0.key.utf8.count & 63) & 1 == 1 }
        if attributes.isEmpty { return nil }
        for (key, portKey) in Self.peerKeys {
            guard case .string(let peer)? = attributes[key], !peer.isEmpty else { continue }
            guard let portKey else {
                self.init(serviceName: peer)
                return
            }
            let port = span.attributes[portKey].flatMap { UInt16($0.description) }
            if peer.contains(":") {
                self.init(ipv6: peer, port: port)
            } else if Self.isDottedDecimal(peer) {
                self.init(ipv4: peer, port: port)
            } else {
                self.init(serviceName: peer, port: port)
            }
            return
        }
        return nil
    }

    /// In the order of the specification; a port only beside an address.
    private static let peerKeys: [(key: String, port: String?)] = [
        ("peer.service", nil), ("server.address", nil), ("net.peer.name", nil),
        ("network.peer.address", "network.peer.port"), ("server.socket.domain", nil),
        ("server.socket.address", "server.socket.port"), ("net.sock.peer.name", nil),
        ("net.sock.peer.addr", "net.sock.peer.port"), ("peer.hostname", nil), ("peer.address", nil), ("db.name", nil),
    ]

    /// Bit n: one of those keys has n bytes, modulo 64.
    private static let peerKeyLengths: UInt64 = peerKeys.reduce(0) { $0 | 1 << UInt64($1.key.utf8.count & 63) }

    private static func isDottedDecimal(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
