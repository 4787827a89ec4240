import TraceBytes

/// What whoever sent something wrong is told: the one place that decides it. Clauses are of gRPC's statuscodes.md where
/// nothing else is said.
extension GRPCRefusal {
    package var response: HTTPResponse {
        switch self {
        // Not of gRPC, so not answered as gRPC, whose 200 other clients would take for success (PROTOCOL-HTTP2.md,
        // Requests). For the method RFC 9110 section 15.5.6: 405 must say what is allowed.
        case .method: Self.http(405, "\(self)", ("allow", "POST"))
        case .contentType: Self.http(415, "\(self)")
        default: answer.response
        }
    }

    /// The answer of gRPC to what is refused as gRPC.
    package var answer: GRPCAnswer { GRPCAnswer(status, acceptsEncodings: tellsEncodings) }

    /// The status of gRPC; of what is answered without one, that which a client makes of the answer.
    package var status: GRPCStatus {
        switch self {
        case .method: GRPCStatus(httpStatus: 405)
        case .contentType: GRPCStatus(httpStatus: 415)
        // "Method not found at server".
        case .path, .unknownService, .unknownMethod, .streaming: GRPCStatus(.unimplemented, "\(self)")
        // Not said anywhere; grpc-go's answer.
        case .timeout: GRPCStatus(.internal, "\(self)")
        case .message(let error): GRPCStatus(error.code(for: .server), "\(self)")
        // "Error parsing request proto".
        case .undecodable: GRPCStatus(.internal, "\(self)")
        }
    }

    /// compression.md: a server "will then include in its response a grpc-accept-encoding header".
    private var tellsEncodings: Bool {
        if case .message(.unknownEncoding) = self { true } else { false }
    }

    private static func http(_ status: Int, _ text: String, _ field: (String, String)...) -> HTTPResponse {
        let headers = HeaderFields([("content-type", "text/plain; charset=utf-8")] + field)
        return HTTPResponse(
            HTTPResponseHead(status: status, reason: "", version: .http2, headers: headers), body: Array(text.utf8))
    }
}

/// Who reads a message.
enum GRPCSide {
    case client
    case server
}

extension GRPCMessageError {
    func code(for side: GRPCSide) -> GRPCStatusCode {
        switch self {
        case .framing(let error): error.code
        // compression.md, Test cases 6.
        case .compressedWithoutEncoding: .internal
        // "Compression mechanism used by client not supported at server"; the other way round compression.md,
        // Compression Method Asymmetry Between Peers.
        case .unknownEncoding: side == .server ? .unimplemented : .internal
        // "Sent or received message was larger than configured limit".
        case .undecodable(_, let error) where error.reason.isLimit: .resourceExhausted
        // "Could not decompress, but compression algorithm supported".
        case .undecodable: .internal
        }
    }
}

extension GRPCFramingError {
    fileprivate var code: GRPCStatusCode {
        switch self {
        // "Request cardinality violation (method requires exactly one request but client sent some other number of
        // requests)", and the same of responses.
        case .noMessage, .furtherMessage: .unimplemented
        // "Sent or received message was larger than configured limit".
        case .tooLarge: .resourceExhausted
        // Not said anywhere; what grpc-go and grpc-java answer to what is no Length-Prefixed-Message.
        case .cutPrefix, .flag, .cutMessage, .trailingBytes: .internal
        }
    }
}

extension ReadError.Reason {
    fileprivate var isLimit: Bool {
        if case .limitExceeded = self { true } else { false }
    }
}
