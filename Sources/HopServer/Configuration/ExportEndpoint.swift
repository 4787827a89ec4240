import TraceBytes

/// Where spans go: `http://host:9411/api/v2/spans`, or `udp://host:6831` for an agent that takes datagrams.
package enum ExportEndpoint: Hashable, Sendable, CustomStringConvertible {
    case http(HTTPURL)
    /// An IPv6 address without its brackets.
    case udp(host: String, port: UInt16)

    package var description: String {
        switch self {
        case .http(let url): url.description
        case .udp(let host, let port): host.contains(":") ? "udp://[\(host)]:\(port)" : "udp://\(host):\(port)"
        }
    }

    private static let udpScheme = "udp://"
    private static let httpScheme = "http://"
    /// The agent's port for the compact encoding.
    private static let agentPort: UInt16 = 6831

    /// - Throws: where in the text something is wrong, and what. `https` is read: whether it can be served is the
    ///   caller's business.
    package init(parsing text: String) throws(HTTPURLError) {
        guard text.lowercased().hasPrefix(Self.udpScheme) else {
            self = .http(try HTTPURL(parsing: text))
            return
        }
        // A host and a port are spelt as in any other URL.
        let shift = Self.httpScheme.utf8.count - Self.udpScheme.utf8.count
        let url: HTTPURL
        do throws(HTTPURLError) {
            url = try HTTPURL(parsing: Self.httpScheme + text.dropFirst(Self.udpScheme.count))
        } catch {
            throw HTTPURLError(offset: max(0, error.offset - shift), reason: error.reason)
        }
        guard url.path.isEmpty || url.path == "/", url.query == nil else {
            let authority = Self.udpScheme.utf8.count + url.authority.utf8.count
            throw HTTPURLError(offset: authority, reason: "a path, which datagrams do not have")
        }
        self = .udp(host: url.host, port: url.explicitPort ?? Self.agentPort)
    }
}
