import TraceBytes

/// A request or an answer as it came on a stream.
package struct HTTP2Message: Sendable, Equatable {
    package let stream: UInt32
    /// After the read that brought the end of its fields.
    package let began: HTTPMoment
    /// All fields in order as they were decompressed, pseudo-header fields first and included: `:method`, `:path` …
    package var fields: HeaderFields
    /// How many of them are pseudo-header fields.
    package var pseudoCount: Int
    /// What came of the content.
    package var body: [UInt8]
    package var trailers: HeaderFields

    /// The fields without the pseudo-header fields.
    private var regularFields: HeaderFields { HeaderFields(fields, droppingFirst: pseudoCount) }

    /// What the pseudo-header fields ask for; `:authority` becomes the field `host` (RFC 9113 section 8.3.1).
    package var requestHead: HTTPRequestHead {
        var (method, target, authority) = ("", "", nil as String?)
        var place = 0
        fields.forEach { bytes, name, value in
            defer { place += 1 }
            guard place < pseudoCount else { return }
            let text = bytes.bytes.clamped(to: value)
            // Told apart by their lengths: the section was checked when it came.
            switch name.count {
            case 7 where bytes[name.upperBound - 1] == UInt8(ascii: "d"): method = text.text()  // :method
            case 5: target = text.text()  // :path
            case 10: authority = text.text()  // :authority
            default: break
            }
        }
        var headers = regularFields
        if let authority, !headers.contains("host") { headers.append("host", authority) }
        // CONNECT has no path (section 8.5): its target is the authority (RFC 9112 section 3.2.3).
        if target.isEmpty, let authority { target = authority }
        return HTTPRequestHead(method: method, target: target, version: .http2, headers: headers)
    }

    /// The status and the fields of an answer.
    package var responseHead: HTTPResponseHead {
        let status = fields.first.flatMap { Int($0.valueText) } ?? 0
        return HTTPResponseHead(status: status, reason: "", version: .http2, headers: regularFields)
    }
}

/// What happened on a connection, in order.
package enum HTTP2Event: Sendable, Equatable {
    /// A message came whole.
    case message(HTTP2Message)
    /// The content of a message has grown to so many octets beyond the first 64 KiB, and more is to come.
    case growing(stream: UInt32, octets: Int)
    /// A message exceeds a limit; the rest of it is dropped. A server answers it all the same.
    case excessive(HTTP2Message, HTTP2Excess)
    /// The peer broke a rule that ends the stream alone; it was reset. What had come of the message.
    case refused(HTTP2Message, HTTP2Violation)
    /// The peer broke a rule on a stream that was closed already, and is told so. It costs nobody anything.
    case tolerated(HTTP2Violation)
    /// The peer reset a stream. `unfinished` had come of its message until then; nil when that was whole.
    case reset(stream: UInt32, HTTP2ErrorCode, unfinished: HTTP2Message?)
    /// The peer takes no more streams, and none above the number.
    case goAway(lastStream: UInt32, HTTP2ErrorCode, debug: [UInt8])
    case settingsAcknowledged
    /// An answer to a PING of this side, with its octets.
    case pong(UInt64)
    /// The peer broke a rule that ends the connection. GOAWAY waits to be written; nothing more is read.
    case failed(HTTP2Violation)
}

/// Which limit a message exceeds.
package enum HTTP2Excess: Sendable, Hashable, CustomStringConvertible {
    case fields
    case content

    /// The words and the answer of HTTP/1 for the same.
    private var reason: HTTP1ParseError.Reason { self == .content ? .bodyTooLarge : .headTooLarge }

    /// What a server answers.
    package var status: Int { reason.status }
    package var description: String { reason.rawValue }
}
