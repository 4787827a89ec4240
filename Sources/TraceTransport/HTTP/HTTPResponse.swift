import TraceBytes

/// What a response says about itself, without its content (RFC 9110 section 6.2).
package struct HTTPResponseHead: Sendable, Equatable {
    /// 100 to 999; three digits on the wire, of which 100 to 599 have a meaning (RFC 9110 section 15).
    package var status: Int
    /// The text behind the status, `OK`; empty when the peer sent none, and always in HTTP/2, which has none.
    package var reason: String
    package var version: HTTPVersion
    package var headers: HeaderFields

    /// Without a reason, the registered phrase of the status is taken.
    package init(
        status: Int, reason: String? = nil, version: HTTPVersion = .http1_1, headers: HeaderFields = HeaderFields()
    ) {
        self.status = status
        self.reason = reason ?? httpReasonPhrase(status)
        self.version = version
        self.headers = headers
    }

    /// Whether another response to the same request follows (RFC 9110 section 15.2). 101 is the last one: what follows
    /// it is another protocol.
    package var isInterim: Bool { (100..<200).contains(status) && status != 101 }
}

/// A whole response: its head, its content after the removal of chunked coding, and what came behind the content.
package struct HTTPResponse: Sendable, Equatable {
    package var head: HTTPResponseHead
    /// Still content-coded; empty without content.
    package var body: [UInt8]
    /// The trailer section (RFC 9110 section 6.5); empty without one.
    package var trailers: HeaderFields
    /// What becomes of the connection when a server gives this answer; a client always receives `.normal`.
    package var disposition: Disposition

    /// What a server does with the connection beside or instead of answering.
    package enum Disposition: Sendable, Hashable {
        /// Answers, and keeps the connection when the request allows it.
        case normal
        /// Answers, says so (`Connection: close`, or GOAWAY) and closes.
        case closeAfter
        /// Writes nothing and resets the connection.
        case abort
        /// Writes nothing and keeps the connection until the peer closes it or the server stops.
        case hang
        /// Writes nothing and resets the stream with this code of HTTP/2; a connection of HTTP/1.1 is reset.
        case resetStream(UInt32)
        /// Writes so many bytes of the answer, and closes the connection.
        case cutAfter(bytes: Int)
    }

    package init(
        _ head: HTTPResponseHead, body: [UInt8] = [], trailers: HeaderFields = HeaderFields(),
        disposition: Disposition = .normal
    ) {
        self.head = head
        self.body = body
        self.trailers = trailers
        self.disposition = disposition
    }

    package init(
        status: Int, reason: String? = nil, headers: HeaderFields = HeaderFields(), body: [UInt8] = []
    ) {
        self.init(HTTPResponseHead(status: status, reason: reason, headers: headers), body: body)
    }

    package var status: Int { head.status }
    package var reason: String { head.reason }
    package var headers: HeaderFields {
        get { head.headers }
        set { head.headers = newValue }
    }
}

extension HTTPResponse {
    /// A response without content: `202 Accepted`.
    package static func empty(_ status: Int) -> HTTPResponse { HTTPResponse(status: status) }

    /// Plain text in UTF-8.
    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HeaderFields([("Content-Type", "text/plain; charset=utf-8")]),
            body: Array(text.utf8))
    }

    /// A JSON text, written by the caller: `.json("{}")`.
    package static func json(_ text: String, status: Int = 200) -> HTTPResponse {
        .json(Array(text.utf8), status: status)
    }

    package static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: jsonFields, body: bytes)
    }

    private static let jsonFields = HeaderFields([("Content-Type", "application/json")])

    /// No answer: the connection is reset.
    package static var abort: HTTPResponse {
        HTTPResponse(HTTPResponseHead(status: 500), disposition: .abort)
    }

    /// No answer: the connection stays open and silent.
    package static var hang: HTTPResponse {
        HTTPResponse(HTTPResponseHead(status: 500), disposition: .hang)
    }
}
