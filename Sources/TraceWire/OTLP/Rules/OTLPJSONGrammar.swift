import TraceBytes
import TraceRules

// MARK: OTLP specification, OTLP/HTTP, JSON Protobuf Encoding; RFC 8259

extension Rule<CarriedPayload> {
    static let otlpJSONContentType = Rule(
        "otlp-json/request/content-type", "OTLPJ-001", .must,
        "A request with JSON says Content-Type: application/json.",
        why: "The server reads the body as protobuf and refuses it, or answers 415.",
        spec: "OTLP specification, JSON Protobuf Encoding", good: "Content-Type: application/json",
        bad: "Content-Type: application/x-protobuf"
    ) { payload, check in
        payload.expectContentType(&check)
    }

    static let otlpJSONObject = Rule(
        "otlp-json/body/object", "OTLPJ-016", .must, "A body is one object, ExportTraceServiceRequest.",
        why: "The server refuses the request.", spec: "trace_service.proto; protobuf, ProtoJSON",
        good: #"{"resourceSpans":[…]}"#, bad: #"[{"resource":{…},"scopeSpans":[…]}]"#
    ) { payload, check in
        guard let first = payload.firstOfJSON else { return }
        check.expect(
            first.byte == 0x7b || !startsJSON(first.byte),
            else: Violation(
                at: "", expected: "an object", actual: first.byte == 0x5b ? "an array" : "another value",
                offset: first.offset))
    }

    static let otlpJSONFiniteLiterals = Rule(
        "otlp-json/body/finite-numbers", "OTLPJ-013", .must,
        "NaN and infinities are the texts \"NaN\", \"Infinity\" and \"-Infinity\", not words outside of quotes.",
        why: "The words are no JSON: the server refuses the request with all its spans.",
        spec: "protobuf, ProtoJSON, double", good: #"{"doubleValue":"NaN"}"#, bad: #"{"doubleValue":NaN}"#
    ) { payload, check in
        if payload.content.isEmpty || payload.isCarriedWrongly { return }
        let word = payload.wordOutsideOfQuotes
        check.expect(
            word == nil,
            else: Violation(
                at: payload.failure?.path ?? "", expected: "a number, or \"\(word ?? "NaN")\" in quotes",
                actual: word ?? "", offset: payload.failure?.cause.offset))
    }

    static let otlpJSONText = Rule(
        "otlp-json/body/utf-8", "OTLPJ-017", .must, "A body is UTF-8, and its texts are Unicode.",
        why: "The server refuses the request with all its spans, or shows other characters than were meant.",
        spec: "RFC 8259 sections 8.1 and 8.2", good: #""name":"caf\u00e9""#, bad: #""name":"caf" and a byte e9"#
    ) { payload, check in
        if payload.content.isEmpty || payload.isCarriedWrongly { return }
        check.expect(
            !payload.failsAsText,
            else: payload.unreadable(expected: "UTF-8 without surrogates"))
    }

    static let otlpJSONOneValue = Rule(
        "otlp-json/body/one-value", "OTLPJ-017", .must, "Nothing but white space is behind the object.",
        why: "The server refuses the request: several requests a body, as lines of a file have them, are none.",
        spec: "RFC 8259 section 2", good: #"{"resourceSpans":[…]}"#,
        bad: #"{"resourceSpans":[…]} {"resourceSpans":[…]}"#
    ) { payload, check in
        if payload.content.isEmpty || payload.isCarriedWrongly { return }
        check.expect(
            payload.failure?.cause.reason != .trailingBytes,
            else: payload.unreadable(expected: "the end of the body"))
    }

    static let otlpJSONGrammar = Rule(
        "otlp-json/body/json", "OTLPJ-017", .must, "A body is JSON, and not nested beyond what readers take.",
        why: "The server refuses the request with all its spans.", spec: "RFC 8259",
        good: #"{"resourceSpans":[{"scopeSpans":[]}]}"#, bad: #"{"resourceSpans":[{"scopeSpans":[],}]}"#
    ) { payload, check in
        // What is compressed and does not say so, or cannot be uncompressed, is the business of rules about content codings.
        if payload.isCarriedWrongly { return }
        if payload.content.isEmpty {
            return check.breaks(Violation(at: "", expected: "JSON", actual: "an empty body"))
        }
        let isOfOthers =
            payload.failsAsText || payload.failure?.cause.reason == .trailingBytes
            || payload.wordOutsideOfQuotes != nil || payload.isOtherJSON
        check.expect(payload.failure == nil || isOfOthers, else: payload.unreadable(expected: "JSON"))
    }
}

/// Whether a byte begins a value that is no object.
private func startsJSON(_ byte: UInt8) -> Bool {
    [0x5b, 0x22, 0x2d].contains(byte) || (0x30...0x39).contains(byte)
}

extension CarriedPayload {
    /// The first byte that is no white space; nil where there is none.
    fileprivate var firstOfJSON: (byte: UInt8, offset: Int)? {
        guard let offset = content.firstIndex(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) else { return nil }
        return (content[offset], offset)
    }

    fileprivate var isOtherJSON: Bool { firstOfJSON.map { startsJSON($0.byte) } ?? false }

    /// Bytes that are no UTF-8, or a surrogate without partner.
    fileprivate var failsAsText: Bool {
        switch failure?.cause.reason {
        case .invalidUTF8: true
        case .invalidValue(let reason): reason.contains("surrogate")
        default: false
        }
    }

    /// `NaN`, `Infinity` or `-Infinity` where reading ended.
    fileprivate var wordOutsideOfQuotes: String? {
        guard let failure, !isOtherJSON else { return nil }
        let offset = failure.cause.offset
        return ["NaN", "-Infinity", "Infinity"].first { word in
            // The reader of numbers stops behind the sign.
            let isBehindSign = offset > 0 && offset <= content.count && content[offset - 1] == 0x2d
            let start = word.hasPrefix("-") && isBehindSign ? offset - 1 : offset
            return content.dropFirst(start).starts(with: word.utf8)
        }
    }
}
