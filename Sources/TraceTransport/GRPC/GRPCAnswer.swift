import TraceBytes

/// What a server answers to a unary call: a message, or a status without one.
///
/// Messages are never compressed: compression.md lets a peer choose, and answers to exporters are a few bytes.
package struct GRPCAnswer: Sendable, Equatable {
    package var outcome: Outcome
    /// Metadata in the header fields, before the message.
    package var leading = GRPCMetadata()
    /// Metadata behind the status.
    package var trailing = GRPCMetadata()
    /// Whether it says which encodings are read here.
    package var acceptsEncodings: Bool

    package enum Outcome: Sendable, Equatable {
        /// The call succeeded: this content, and OK.
        case message([UInt8])
        /// Nothing but a status. OK is none that a unary call may end with so; it is written all the same, since some
        /// server does it, and a client must bear it.
        case status(GRPCStatus)
    }

    package init(_ message: [UInt8], acceptsEncodings: Bool = false) {
        outcome = .message(message)
        self.acceptsEncodings = acceptsEncodings
    }

    package init(_ status: GRPCStatus, acceptsEncodings: Bool = false) {
        outcome = .status(status)
        self.acceptsEncodings = acceptsEncodings
    }

    /// The answer to this call. One whose message was compressed is told that this was right: whoever "receives a message
    /// compressed in an undisclosed but supported encoding … MUST include said encoding in the response's
    /// grpc-accept-encoding header" (compression.md).
    package func response(to call: GRPCCall) -> HTTPResponse {
        var answer = self
        answer.acceptsEncodings = acceptsEncodings || call.message.isCompressed
        return answer.response
    }

    /// Header fields, the message and trailers (PROTOCOL-HTTP2.md, Response), or header fields alone ("Trailers-Only").
    package var response: HTTPResponse {
        var headers = HeaderFields([("content-type", GRPCContentType.sent)])
        if acceptsEncodings { headers.append("grpc-accept-encoding", GRPCEncoding.accepted) }
        headers.append(contentsOf: leading.fields)
        switch outcome {
        case .message(let content):
            var trailers = HeaderFields()
            GRPCStatus.ok.append(to: &trailers)
            trailers.append(contentsOf: trailing.fields)
            return HTTPResponse(Self.head(headers), body: GRPCMessage(content).framed, trailers: trailers)
        case .status(let status):
            status.append(to: &headers)
            headers.append(contentsOf: trailing.fields)
            return HTTPResponse(Self.head(headers))
        }
    }

    private static func head(_ headers: HeaderFields) -> HTTPResponseHead {
        HTTPResponseHead(status: 200, reason: "", version: .http2, headers: headers)
    }
}
