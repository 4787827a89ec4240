import TraceBytes

/// What a sender is told about its payload: the one place that decides it.
public struct ReceiverResponse: Hashable, Sendable {
    /// The HTTP status code.
    public let status: Int
    /// Fields beside `Content-Length`, which the transport writes.
    public let headers: [String: String]
    /// The reason as text; empty when the payload was taken.
    public let body: String
    private init(_ status: Int, _ body: String = "", headers: [String: String] = [:]) {
        self.status = status
        self.body = body
        var fields = headers
        if !body.isEmpty { fields["content-type"] = "text/plain; charset=utf-8" }
        self.headers = fields
    }

    /// The answer of a receiver that cannot keep more, in any form: 503, to be tried again in a second (RFC 9110 sections
    /// 10.2.3 and 15.6.4).
    public static func overloaded(_ reason: String) -> ReceiverResponse {
        ReceiverResponse(503, reason, headers: ["retry-after": "1"])
    }

    /// The Zipkin server's answer to a payload that was taken: 202 without a body. It stores after it has answered, so
    /// that 202 promises nothing more than that the payload was valid.
    public static let zipkinAccepted = ReceiverResponse(202)

    /// The Zipkin server's answer to a payload that was not taken, with the reason for whoever reads the sender's log.
    public static func zipkin(refusing reason: ZipkinRefusal) -> ReceiverResponse {
        switch reason {
        case .method:
            // RFC 9110 section 15.5.6: 405 must say what is allowed.
            ReceiverResponse(405, "\(reason)", headers: ["allow": "POST"])
        case .path: ReceiverResponse(404, "\(reason)")
        case .tooLarge: ReceiverResponse(413, "\(reason)")
        case .contentEncoding:
            // RFC 9110 section 15.5.16: 415 says with Accept-Encoding what would have been taken.
            ReceiverResponse(415, "\(reason)", headers: ["accept-encoding": ZipkinRefusal.encodingsTaken])
        case .encodingNotTaken: ReceiverResponse(415, "\(reason)")
        case .unreadableGzip, .notAList, .otherVersion, .undecodable: ReceiverResponse(400, "\(reason)")
        }
    }
}

/// Why a request to a Zipkin receiver was not taken.
public enum ZipkinRefusal: Error, Hashable, Sendable {
    case method(String)
    case path(String)
    case tooLarge(limit: Int)
    /// A content coding that nobody here reads.
    case contentEncoding(String)
    /// A body that says it is gzip and is not, or inflates to nothing.
    case unreadableGzip
    /// The body is not a list; the name of the encoding that was expected, as the reference server calls it.
    case notAList(expected: String)
    /// The body looks like the other version of JSON.
    case otherVersion(expected: String, received: String)
    /// The data model is right, its encoding is not taken here.
    case encodingNotTaken(String)
    case undecodable(WireError)

    static let encodingsTaken = "identity"
}

extension ZipkinRefusal: CustomStringConvertible {
    /// In the words of the reference server where it has some.
    public var description: String {
        switch self {
        case .method(let method): "\(method) is not allowed here, spans are POSTed"
        case .path(let path): "nothing is at \(path), spans are POSTed to \(ZipkinV2.json.path)"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .contentEncoding(let name): "content encoding \(name) is not understood"
        case .unreadableGzip: "Cannot gunzip spans"
        case .notAList(let expected): "Expected a \(expected) encoded list"
        case .otherVersion(let expected, let received):
            "Expected a \(expected) encoded list, but received: \(received)"
        case .encodingNotTaken(let type): "\(type) is not taken here, send \(ZipkinV2.json.contentType)"
        case .undecodable(let error): "\(error)"
        }
    }
}
