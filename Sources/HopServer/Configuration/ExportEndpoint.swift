import TraceBytes
import TraceWire

/// Where spans go: `http://host:9411/api/v2/spans`, `udp://host:6831` for an agent that takes datagrams, `grpc://host:4317` or
/// `host:4317` for a server of gRPC.
package enum ExportEndpoint: Hashable, Sendable, CustomStringConvertible {
    case http(HTTPURL)
    /// An IPv6 address without its brackets.
    case udp(host: String, port: UInt16)
    case grpc(host: String, port: UInt16)

    package var description: String {
        switch self {
        case .http(let url): url.description
        case .udp(let host, let port): "udp://\(HTTPURL.authority(host: host, port: port))"
        case .grpc(let host, let port): "grpc://\(HTTPURL.authority(host: host, port: port))"
        }
    }

    private static let udpScheme = "udp://"
    private static let grpcScheme = "grpc://"
    private static let httpScheme = "http://"
    /// The agent's port for the compact encoding.
    private static let agentPort: UInt16 = 6831

    /// - Throws: where in the text something is wrong, and what. `https` is read: whether it can be served is the
    ///   caller's business.
    package init(parsing text: String) throws(HTTPURLError) {
        let lower = text.lowercased()
        if lower.hasPrefix(Self.udpScheme) {
            let url = try Self.hostAndPort(text, behind: Self.udpScheme, "datagrams")
            self = .udp(host: url.host, port: url.explicitPort ?? Self.agentPort)
        } else if lower.hasPrefix(Self.grpcScheme) {
            let url = try Self.hostAndPort(text, behind: Self.grpcScheme, "endpoints of gRPC")
            self = .grpc(host: url.host, port: url.explicitPort ?? OTLP.grpc.defaultPort)
        } else if Self.isHostAndPort(text) {
            // What gRPC's own libraries take for a target.
            let url = try Self.hostAndPort(text, behind: "", "endpoints of gRPC")
            self = .grpc(host: url.host, port: url.port)
        } else {
            self = .http(try HTTPURL(parsing: text))
        }
    }

    /// A host and a port are spelt as in any URL.
    private static func hostAndPort(
        _ text: String, behind scheme: String, _ what: String
    ) throws(HTTPURLError) -> HTTPURL {
        let shift = httpScheme.utf8.count - scheme.utf8.count
        let url: HTTPURL
        do throws(HTTPURLError) {
            url = try HTTPURL(parsing: httpScheme + text.dropFirst(scheme.count))
        } catch {
            throw HTTPURLError(offset: max(0, error.offset - shift), reason: error.reason)
        }
        guard url.path.isEmpty || url.path == "/", url.query == nil else {
            throw HTTPURLError(
                offset: scheme.utf8.count + url.authority.utf8.count, reason: "a path, which \(what) do not have")
        }
        return url
    }

    /// `collector:4317`: digits behind the last colon, and nothing of a URL.
    private static func isHostAndPort(_ text: String) -> Bool {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")), colon != text.startIndex else { return false }
        let port = text.utf8[text.utf8.index(after: colon)...]
        return !port.isEmpty && port.allSatisfy { (0x30...0x39).contains($0) } && !text.utf8.contains(UInt8(ascii: "/"))
    }
}
