import TraceBytes
import TraceRules

// MARK: zipkin-api.yaml, version 1, ListOfSpans: the body as JSON

extension Rule<CarriedPayload> {
    static let v1Array = Rule(
        "zipkin-v1/body/array", "ZIP1-001", .must, "The body is a JSON array.",
        why: "The server answers 400 and takes no spans.", spec: "zipkin-api.yaml, version 1, POST /spans",
        good: #"[{"traceId":"463ac35c9f6413ad", …}]"#, bad: #"{"traceId":"463ac35c9f6413ad", …}"#
    ) { carried, check in
        guard !carried.isExplainedByRequest else { return }
        let first = carried.firstOfJSON
        check.expect(
            first == UInt8(ascii: "["),
            else: Violation(
                at: "", expected: "[, an array of spans", actual: first.map { carried.described($0) } ?? "no bytes",
                offset: first == nil ? nil : carried.leadingSpace))
    }

    static let v1ArrayAtOnce = Rule(
        "zipkin-v1/body/array-at-once", "ZIP1-001", .should, "The array opens at the first byte.",
        why: "The server tells formats apart by that byte: it answers 400 to white space or a byte order mark.",
        spec: "zipkin, SpanBytesDecoderDetector", good: #"[{"traceId":…}]"#, bad: #" [{"traceId":…}]"#
    ) { carried, check in
        guard carried.firstOfJSON == UInt8(ascii: "[") else { return }
        check.expect(
            carried.leadingSpace == 0,
            else: Violation(
                at: "", expected: "[ as the first byte", actual: hexDigits(carried.content.prefix(1)), offset: 0))
    }

    /// Whatever cannot be read of an array.
    static let v1Readable = Rule(
        "zipkin-v1/body/readable", "ZIP1-001", .must,
        "The body is JSON to its end, with the objects and lists of the specification.",
        why: "The server answers 400 and takes none of its spans.", spec: "zipkin-api.yaml, version 1; RFC 8259",
        good: #"[{"traceId":…,"annotations":[]}]"#, bad: #"[{"traceId":…,"annotations":{}}]"#
    ) { carried, check in
        guard carried.firstOfJSON == UInt8(ascii: "[") else { return }
        check.expect(
            carried.failure == nil,
            else: carried.unreadable(expected: "JSON as the specification has it"))
    }
}

extension CarriedPayload {
    /// How many bytes of white space, or of a byte order mark, stand before what the body is.
    fileprivate var leadingSpace: Int {
        let start = content.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        let behind = content[start...].firstIndex { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return behind ?? content.count
    }

    /// nil when there is nothing but white space.
    fileprivate var firstOfJSON: UInt8? {
        let place = leadingSpace
        return place < content.count ? content[place] : nil
    }

    fileprivate func described(_ byte: UInt8) -> String {
        byte == UInt8(ascii: "{") ? "{, an object" : "0x\(hexDigits([byte]))"
    }
}

// MARK: zipkin-api, application/x-thrift: the body as Thrift

extension Rule<CarriedPayload> {
    static let v1ThriftList = Rule(
        "zipkin-v1-thrift/body/list", "ZIP1T-001", .must,
        "The body is a bare list of structs in Thrift's binary encoding, without the envelope of a message.",
        why: "The server tells formats apart by the first byte, and answers 400 to what is no list.",
        spec: "zipkin, SpanBytesDecoderDetector", good: "0c 00 00 00 01 0a 00 01 …", bad: "80 01 00 01 00 00 00 0f …"
    ) { carried, check in
        // The reference writer has no bytes for no spans.
        guard let first = carried.content.first, !carried.isExplainedByRequest else { return }
        check.expect(
            first == ThriftType.structure.rawValue,
            else: Violation(
                at: "", expected: "0c, a list of structs",
                actual: first == 0x80 ? "80, a message" : hexDigits([first]), offset: 0))
    }

    /// Whatever cannot be read of a list.
    static let v1ThriftReadable = Rule(
        "zipkin-v1-thrift/body/readable", "ZIP1T-002", .must, "The list holds as many whole structs as it counts.",
        why: "The server answers 400 and takes none of its spans.", spec: "Thrift binary protocol, List",
        good: "0c 00 00 00 02, then two structs", bad: "0c 00 00 00 03, then two structs"
    ) { carried, check in
        guard carried.content.first == ThriftType.structure.rawValue else { return }
        check.expect(
            carried.failure == nil,
            else: carried.unreadable(expected: "whole structs, as many as the list counts"))
    }

    static let v1ThriftNothingBehind = Rule(
        "zipkin-v1-thrift/body/nothing-behind", "ZIP1T-002", .must, "Nothing stands behind the list.",
        why: "The server reads one list: the spans of a second one are lost without a word.",
        spec: "Thrift binary protocol, List", good: "0c 00 00 00 01, then one struct",
        bad: "0c 00 00 00 01, then two structs"
    ) { carried, check in
        guard carried.content.first == ThriftType.structure.rawValue, carried.failure == nil else { return }
        var reader = ThriftBinaryReader(carried.content.span.bytes)
        guard (try? reader.skipElement(.list, depthLimit: DecodingLimits.default.depth)) != nil else { return }
        let count = reader.remaining
        check.expect(
            count == 0,
            else: Violation(
                at: "", expected: "the end of the body", actual: count == 1 ? "1 byte" : "\(count) bytes",
                offset: reader.position))
    }
}
