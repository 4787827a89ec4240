import TraceBytes

/// The version of HTTP that a message names or came with.
package enum HTTPVersion: String, Hashable, Sendable, CustomStringConvertible {
    case http1_0 = "HTTP/1.0"
    case http1_1 = "HTTP/1.1"
    case http2 = "HTTP/2"

    package var description: String { rawValue }
}

/// What a request asks for, without its content (RFC 9110 section 6.2).
///
/// One type for every version of HTTP: what HTTP/2 says in pseudo-header fields stands in `method` and `target`, its
/// `:authority` as the field `host` (as RFC 9113 section 8.3.1 has it for whoever passes a request on).
package struct HTTPRequestHead: Sendable, Equatable {
    /// A token, case-sensitive: `GET`, `POST` (RFC 9110 section 9.1).
    package var method: String
    /// As sent, never decoded or normalised: `/api/v2/spans?limit=10`, `http://host/path`, `*`.
    package var target: String
    package var version: HTTPVersion
    package var headers: HeaderFields

    package init(
        method: String, target: String, version: HTTPVersion = .http1_1, headers: HeaderFields = HeaderFields()
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
    }

    /// The path of the target, still percent-encoded: `/api/v2/spans`. An absolute form gives its path (`/` when it has
    /// none), so that `GET http://a/b?c` and `GET /b?c` are one path; `*` stays `*`.
    package var path: Substring { splitTarget.path }

    /// What follows the first `?` of the target, still percent-encoded; nil without one, empty when nothing follows.
    package var query: Substring? { splitTarget.query }

    private var splitTarget: (path: Substring, query: Substring?) {
        var rest = target[...]
        if rest.utf8.first != Self.slash, let scheme = rest.firstRange(of: "://") {
            let authority = rest[scheme.upperBound...]
            let end = authority.utf8.firstIndex { $0 == Self.slash || $0 == Self.questionMark }
            rest = authority[(end ?? authority.endIndex)...]
        }
        guard let mark = rest.utf8.firstIndex(of: Self.questionMark) else { return (rest.isEmpty ? "/" : rest, nil) }
        let path = rest[..<mark]
        return (path.isEmpty ? "/" : path, rest[rest.utf8.index(after: mark)...])
    }

    private static let slash = UInt8(ascii: "/")
    private static let questionMark = UInt8(ascii: "?")
}

/// A whole request: its head, its content after the removal of chunked coding, and what came behind the content.
package struct HTTPRequest: Sendable, Equatable {
    package var head: HTTPRequestHead
    /// Still content-coded (gzip and the like); empty without content.
    package var body: [UInt8]
    /// The trailer section (RFC 9110 section 6.5); empty without one. Never merged into the header fields.
    package var trailers: HeaderFields

    package init(_ head: HTTPRequestHead, body: [UInt8] = [], trailers: HeaderFields = HeaderFields()) {
        self.head = head
        self.body = body
        self.trailers = trailers
    }

    package init(
        _ method: String, _ target: String, headers: HeaderFields = HeaderFields(), body: [UInt8] = []
    ) {
        self.init(HTTPRequestHead(method: method, target: target, headers: headers), body: body)
    }

    package var method: String { head.method }
    package var target: String { head.target }
    package var path: Substring { head.path }
    package var headers: HeaderFields {
        get { head.headers }
        set { head.headers = newValue }
    }
}
