import TraceBytes

/// What a sender is told about its payload: the one place that decides it.
public struct ReceiverResponse: Hashable, Sendable {
    /// The HTTP status code.
    public let status: Int
    /// Fields beside `Content-Length`, which the transport writes: in the order of their names.
    package let fields: HeaderFields
    /// The reason, as text or as the message that the format has for it; mostly empty when the payload was taken.
    public let body: [UInt8]

    private init(_ status: Int, _ reason: String = "", headers: [String: String] = [:]) {
        self.init(
            status, body: Array(reason.utf8), contentType: reason.isEmpty ? nil : "text/plain; charset=utf-8",
            headers: headers)
    }

    private init(_ status: Int, body: [UInt8], contentType: String?, headers: [String: String] = [:]) {
        self.status = status
        self.body = body
        var headers = headers
        if let contentType { headers["content-type"] = contentType }
        fields = HeaderFields(headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// Fields beside `Content-Length`, by their names in lower case.
    public var headers: [String: String] {
        Dictionary(fields.map { ($0.nameText, $0.valueText) }) { first, _ in first }
    }

    /// The body where it is text; what is not UTF-8 appears as U+FFFD.
    public var bodyText: String { String(decoding: body, as: UTF8.self) }

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
        case .content(.tooLarge): ReceiverResponse(413, "\(reason)")
        case .content(.unknownCoding), .content(.tooManyCodings):
            // RFC 9110 section 15.5.16: 415 says with Accept-Encoding what would have been taken.
            ReceiverResponse(415, "\(reason)", headers: ["accept-encoding": ContentCoding.taken])
        case .content(.unreadable(.gzip, _)), .nothingInGzip: ReceiverResponse(400, "\(ZipkinRefusal.nothingInGzip)")
        case .content(.unreadable), .content(.message), .notAList, .otherVersion, .undecodable:
            ReceiverResponse(400, "\(reason)")
        }
    }
}

// MARK: OTLP

extension ReceiverResponse {
    /// The answer to an OTLP payload that was taken as a whole: 200 and a response without fields in the encoding of the
    /// request, `{}` or nothing (OTLP/HTTP, Full Success).
    public static func otlpAccepted(_ format: WireFormat) -> ReceiverResponse {
        format == OTLP.json ? otlpAcceptedJSON : otlpAcceptedProtobuf
    }

    private static let otlpAcceptedJSON = ReceiverResponse(
        200, body: Array("{}".utf8), contentType: OTLP.json.contentType)
    private static let otlpAcceptedProtobuf = ReceiverResponse(200, body: [], contentType: OTLP.protobuf.contentType)

    /// The answer to an OTLP request that was not taken, with a `google.rpc.Status` in the encoding of the request where
    /// the specification asks for one (OTLP/HTTP, Failures); what it leaves open is answered as the OpenTelemetry
    /// Collector does.
    public static func otlp(refusing reason: OTLPRefusal) -> ReceiverResponse {
        switch reason {
        case .method:
            // RFC 9110 section 15.5.6: 405 must say what is allowed.
            ReceiverResponse(405, "\(reason)", headers: ["allow": "POST"])
        case .path: ReceiverResponse(404, "\(reason)")
        case .mediaType: ReceiverResponse(415, "\(reason)")
        // Not to be tried again: the next attempt would be as large (OTLP/HTTP, Failures).
        case .content(.tooLarge, let format): otlpStatus(413, code: 8, "\(reason)", format)
        case .content(_, let format), .undecodable(_, let format): otlpStatus(400, code: 3, "\(reason)", format)
        }
    }

    /// The answer of an OTLP receiver that cannot keep more: 503, to be tried again in a second (OTLP/HTTP Throttling).
    public static func otlpOverloaded(_ reason: String, _ format: WireFormat) -> ReceiverResponse {
        otlpStatus(503, code: 14, reason, format, headers: ["retry-after": "1"])
    }

    /// `google.rpc.Status`: a code of gRPC in field 1 and a message in field 2.
    private static func otlpStatus(
        _ status: Int, code: UInt64, _ message: String, _ format: WireFormat?, headers: [String: String] = [:]
    ) -> ReceiverResponse {
        switch format {
        case OTLP.json:
            var json = JSONWriter()
            json.beginObject()
            json.key("code")
            json.write(code)
            json.key("message")
            json.write(message)
            json.endObject()
            return ReceiverResponse(status, body: json.bytes, contentType: OTLP.json.contentType, headers: headers)
        case OTLP.protobuf:
            var writer = ProtobufWriter()
            writer.write(1, varint: code)
            writer.write(2, text: message)
            return ReceiverResponse(
                status, body: writer.bytes, contentType: OTLP.protobuf.contentType, headers: headers)
        // Without a type that is known the reason is plain text.
        default: return ReceiverResponse(status, message, headers: headers)
        }
    }
}

extension ReceiverResponse {
    /// The Jaeger collector's answer to a batch that was taken: 202 without a body.
    public static let jaegerAccepted = ReceiverResponse(202)

    /// The Jaeger collector's answer to a batch that was not taken. It says 400 to every type but its two.
    public static func jaeger(refusing reason: JaegerRefusal) -> ReceiverResponse {
        switch reason {
        case .method: ReceiverResponse(405, "\(reason)", headers: ["allow": "POST"])
        case .path: ReceiverResponse(404, "\(reason)")
        case .tooLarge, .content(.tooLarge): ReceiverResponse(413, "\(reason)")
        case .content(.unknownCoding), .content(.tooManyCodings):
            ReceiverResponse(415, "\(reason)", headers: ["accept-encoding": ContentCoding.taken])
        case .content(.unreadable), .content(.message), .noContentType, .contentType, .undecodable:
            ReceiverResponse(400, "\(reason)")
        }
    }
}

/// Why a request to a Zipkin receiver was not taken.
public enum ZipkinRefusal: Error, Hashable, Sendable {
    case method(String)
    case path(String)
    case tooLarge(limit: Int)
    /// A body whose content cannot be had.
    case content(ContentError)
    /// A body that says it is gzip and inflates to nothing.
    case nothingInGzip
    /// The body is not a list; the name of the encoding that was expected, as the reference server calls it.
    case notAList(expected: String)
    /// The body looks like the other version of JSON.
    case otherVersion(expected: String, received: String)
    case undecodable(WireError)
}

extension ZipkinRefusal: CustomStringConvertible {
    /// In the words of the reference server where it has some.
    public var description: String {
        switch self {
        case .method(let method): "\(method) is not allowed here, spans are POSTed"
        case .path(let path):
            "nothing is at \(path), spans are POSTed to \(ZipkinV2.json.path) or \(ZipkinV1.json.path)"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .content(let error): "\(error)"
        case .nothingInGzip: "Cannot gunzip spans"
        case .notAList(let expected): "Expected a \(expected) encoded list"
        case .otherVersion(let expected, let received):
            "Expected a \(expected) encoded list, but received: \(received)"
        case .undecodable(let error): "\(error)"
        }
    }
}
