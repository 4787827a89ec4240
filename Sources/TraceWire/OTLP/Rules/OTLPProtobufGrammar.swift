import TraceBytes
import TraceRules

// MARK: OTLP specification, OTLP/HTTP, Binary Protobuf Encoding; protobuf encoding

extension Rule<CarriedPayload> {
    static let otlpProtobufContentType = Rule(
        "otlp-protobuf/request/content-type", "OTLPP-001", .must,
        "A request with protobuf says Content-Type: application/x-protobuf.",
        why: "The server reads the body as JSON and refuses it, or answers 415.",
        spec: "OTLP specification, Binary Protobuf Encoding", good: "Content-Type: application/x-protobuf",
        bad: "Content-Type: application/octet-stream"
    ) { payload, check in
        payload.expectContentType(&check)
    }

    static let otlpProtobufNoGRPCPrefix = Rule(
        "otlp-protobuf/body/no-grpc-prefix", "OTLPP-002", .must,
        "A body is the message alone, without the prefix of gRPC.",
        why: "No field has the number 0: the server refuses the request.",
        spec: "OTLP specification, Binary Protobuf Encoding; gRPC over HTTP2, Length-Prefixed-Message",
        good: "0a 63 0a 17 …", bad: "00 00 00 00 65 0a 63 0a 17 …"
    ) { payload, check in
        if payload.content.isEmpty || payload.isCarriedWrongly { return }
        check.expect(
            !payload.hasGRPCPrefix,
            else: Violation(
                at: "", expected: "a message of protobuf", actual: "a flag and a length of 4 bytes before it", offset: 0
            ))
    }

    static let otlpProtobufText = Rule(
        "otlp-protobuf/body/utf-8", "OTLPP-005", .must, "Texts are UTF-8.",
        why: "The server refuses the request with all its spans.", spec: "protobuf, proto3, Scalar Value Types, string",
        good: "2a 05 63 61 66 c3 a9", bad: "2a 04 63 61 66 e9"
    ) { payload, check in
        if payload.content.isEmpty || payload.isCarriedWrongly { return }
        check.expect(payload.failure?.cause.reason != .invalidUTF8, else: payload.unreadable(expected: "UTF-8"))
    }

    static let otlpProtobufGrammar = Rule(
        "otlp-protobuf/body/protobuf", "OTLPP-006", .must,
        "A body is protobuf: lengths fit, wire types exist, nesting is not beyond what readers take.",
        why: "The server refuses the request with all its spans.", spec: "protobuf encoding",
        good: "0a 02 0a 00", bad: "0a 05 0a 00"
    ) { payload, check in
        // An empty body is a request without spans.
        if payload.content.isEmpty || payload.isCarriedWrongly { return }
        let hasPrefix = payload.format == OTLP.protobuf && payload.hasGRPCPrefix
        let isOfOthers = payload.failure?.cause.reason == .invalidUTF8 || hasPrefix
        check.expect(payload.failure == nil || isOfOthers, else: payload.unreadable(expected: "protobuf"))
    }

    static let otlpProtobufNotEmpty = Rule(
        "otlp-protobuf/body/not-empty", "OTLP-029", .should, "A body is not empty.",
        why: "It is a request without spans, which costs a request and says nothing.",
        spec: "OTLP specification, Empty Telemetry Envelopes", good: "0a 63 0a 17 …", bad: "no bytes"
    ) { payload, check in
        if payload.isCarriedWrongly { return }
        check.expect(
            !payload.content.isEmpty, else: Violation(at: "", expected: "a request with spans", actual: "no bytes"))
    }
}

extension CarriedPayload {
    /// A flag of 0 or 1, then in four bytes how many follow (gRPC over HTTP2).
    fileprivate var hasGRPCPrefix: Bool {
        guard failure != nil, content.count >= 5, content[0] <= 1 else { return false }
        let length = content[1..<5].reduce(0) { $0 << 8 | Int($1) }
        return length == content.count - 5
    }
}
