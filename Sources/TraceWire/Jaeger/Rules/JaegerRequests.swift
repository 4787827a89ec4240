import TraceBytes
import TraceRules

// MARK: Jaeger APIs, Thrift over HTTP

extension Rule<CarriedPayload> {
    /// The method is asked of every request: `HTTP-001`; and so are slashes and letters in the wrong case: `HTTP-008`.
    static let jaegerRequest = Rule(
        "jaeger-http/request/path", "JTC-001", .must, "A batch goes to the path /api/traces.",
        why: "The collector has nothing else there: it answers 404 and takes no spans.",
        spec: "Jaeger APIs, Thrift over HTTP", good: "POST /api/traces?format=jaeger.thrift", bad: "POST /v1/traces"
    ) { carried, check in
        guard let request = carried.request, !carried.content.isEmpty else { return }
        // What stands before it is a proxy's business.
        let parts = request.path.split(separator: "/").suffix(2).map { $0.lowercased() }
        check.expect(
            parts == ["api", "traces"],
            else: Violation(at: "path", expected: Jaeger.http.path, actual: request.path))
    }

    static let jaegerContentType = Rule(
        "jaeger-http/request/content-type", "JTC-002", .must,
        "The content type is application/x-thrift or application/vnd.apache.thrift.binary.",
        why: "The collector answers 400 and takes no spans.", spec: "Jaeger collector, acceptedThriftFormats",
        good: "Content-Type: application/x-thrift", bad: "Content-Type: application/octet-stream"
    ) { carried, check in
        guard let request = carried.request, !request.body.isEmpty else { return }
        let type = request.mediaType
        check.expect(
            type == Jaeger.http.contentType || type == Jaeger.otherContentType,
            else: Violation(
                at: "headers.content-type", expected: "\(Jaeger.http.contentType) or \(Jaeger.otherContentType)",
                actual: type.map { $0.isEmpty ? "nothing" : $0 } ?? "nothing"))
    }

    static let jaegerBodyNotCompressed = Rule(
        "jaeger-http/request/not-compressed", "JTC-006", .warning, "A body is not compressed.",
        why: "Jaeger's own handler of this form does not look at Content-Encoding, and cannot read the body.",
        spec: "Jaeger collector, http_thrift_handler", good: "no Content-Encoding", bad: "Content-Encoding: gzip"
    ) { carried, check in
        guard let encodings = carried.request?.contentEncodings else { return }
        check.expect(
            encodings.isEmpty,
            else: Violation(
                at: "headers.content-encoding", expected: "nothing", actual: encodings.joined(separator: ", ")))
    }
}

// MARK: Jaeger collector, http_thrift_handler: the body

extension Rule<CarriedPayload> {
    static let jaegerBareBatch = Rule(
        "jaeger-http/body/bare-batch", "JTC-003", .must,
        "A body is a batch in Thrift's binary encoding, without the envelope of a message.",
        why: "The collector reads a struct, finds no type of Thrift in the first byte, and answers 400.",
        spec: "Jaeger collector, http_thrift_handler", good: "0c 00 01 0b 00 01 …",
        bad: "80 01 00 01 … submitBatches, or 1c 18 …"
    ) { carried, check in
        guard let first = carried.content.first, !carried.isExplainedByRequest else { return }
        check.expect(
            ThriftType(rawValue: first) != nil,
            else: Violation(
                at: "", expected: "the type of a field of Batch, such as 0c",
                actual: "\(hexDigits([first])), \(carried.kindOfBody(first))", offset: 0))
    }

    static let jaegerBodyComplete = Rule(
        "jaeger-http/body/complete", "JTC-004", .must, "A body holds a whole batch.",
        why: "The collector answers 400 and takes no spans.", spec: "Thrift binary protocol, Struct",
        good: "0c 00 01 … 00 00", bad: "0c 00 01 … cut before the last 00"
    ) { carried, check in
        guard !carried.isExplainedByRequest, carried.content.isEmpty || carried.isBareBatch else { return }
        let isCut = carried.content.isEmpty || carried.failure?.cause.reason == .unexpectedEnd
        check.expect(
            !isCut,
            else: Violation(
                at: carried.failure?.path ?? "", expected: "a whole batch",
                actual: "the end of the body after \(carried.content.count) bytes",
                offset: carried.failure?.cause.offset))
    }

    /// Whatever cannot be read of a batch that none of the rules before names.
    static let jaegerBodyReadable = Rule(
        "jaeger-http/body/readable", "JTC-004", .must,
        "Types, lengths and counts of a body are Thrift's and fit into it.",
        why: "The collector answers 400 and takes no spans.", spec: "Thrift binary protocol",
        good: "0c 00 00 00 01, a list of one struct", bad: "0c 3b 9a ca 00, a list of 10⁹ structs in 176 bytes"
    ) { carried, check in
        guard carried.isBareBatch else { return }
        let reason = carried.failure?.cause.reason
        check.expect(
            reason == nil || reason == .unexpectedEnd,
            else: carried.unreadable(expected: "what Thrift can read"))
    }

    static let jaegerNothingBehind = Rule(
        "jaeger-http/body/nothing-behind", "JTC-004", .must, "Nothing stands behind the batch of a body.",
        why: "The collector reads one batch and answers 202: the spans of a second one are lost without a word.",
        spec: "Jaeger collector, http_thrift_handler", good: "0c 00 01 … 00", bad: "0c 00 01 … 00 0c 00 01 … 00"
    ) { carried, check in
        guard carried.isBareBatch, carried.failure == nil, let end = carried.endOfStruct else { return }
        let count = carried.content.count - end
        check.expect(
            count <= 0,
            else: Violation(
                at: "", expected: "the end of the body", actual: count == 1 ? "1 byte" : "\(count) bytes", offset: end))
    }
}

extension CarriedPayload {
    fileprivate var isBareBatch: Bool { content.first.flatMap { ThriftType(rawValue: $0) } != nil }

    /// Where the struct of a body ends; nil when it cannot be read.
    fileprivate var endOfStruct: Int? {
        var reader = ThriftBinaryReader(content.span.bytes)
        guard (try? reader.skipElement(.structure, depthLimit: DecodingLimits.default.depth)) != nil else { return nil }
        return reader.position
    }

    /// What the first byte of a body that is no batch suggests.
    fileprivate func kindOfBody(_ first: UInt8) -> String {
        switch first {
        case 0x80: "a message"
        case 0x82: "a compact message"
        case 0x19, 0x1c: "a compact batch"
        case UInt8(ascii: "["), UInt8(ascii: "{"): "JSON"
        default: "no type of Thrift"
        }
    }
}
