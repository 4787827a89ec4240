import TraceBytes
import TraceRules

// MARK: zipkin.proto, ListOfSpans; protobuf encoding

extension Rule<CarriedPayload> {
    static let zipkinV2ProtobufList = Rule(
        "zipkin-v2-protobuf/body/list", "ZIP2P-001", .must, "A body is a ListOfSpans: field 1 over and over.",
        why: "A span without a list around it is refused, or read as many that are none.",
        spec: "zipkin.proto, ListOfSpans", good: "0a 1c <span> 0a 1c <span>", bad: "<span>"
    ) { carried, check in
        guard !carried.isCarriedWrongly, !carried.isQuestion, !carried.content.isEmpty else { return }
        let other = carried.otherFieldOfList
        // What cannot be read for another reason is the business of the rules below.
        guard other != nil || carried.failure == nil else { return }
        check.expect(
            other == nil,
            else: Violation(
                at: "", expected: "field 1 with a length", actual: other.map { "field \($0.number)" } ?? "",
                offset: other?.offset))
    }

    static let zipkinV2ProtobufUTF8 = Rule(
        "zipkin-v2-protobuf/text/utf-8", "ZIP2P-008", .must, "Texts are UTF-8.",
        why: "The server refuses the whole batch, or shows U+FFFD in place of what was meant.",
        spec: "protobuf, Scalar Value Types", good: "2a 02 c3bc", bad: "2a 01 fc"
    ) { carried, check in
        guard !carried.isCarriedWrongly, !carried.content.isEmpty, carried.otherFieldOfList == nil else { return }
        let isUTF8 = carried.failure?.cause.reason != .invalidUTF8
        guard carried.failure == nil || !isUTF8 else { return }
        check.expect(
            isUTF8,
            else: Violation(
                at: carried.failure?.path ?? "", expected: "a text as UTF-8", actual: "other bytes",
                offset: carried.failure?.cause.offset))
    }

    static let zipkinV2ProtobufGrammar = Rule(
        "zipkin-v2-protobuf/body/grammar", "ZIP2P-009", .must, "A body is protobuf from its first byte to its last.",
        why: "The server refuses the whole batch.", spec: "protobuf encoding; zipkin Proto3Fields",
        good: "0a 02 0a 00", bad: "0a 05 0a 00"
    ) { carried, check in
        guard !carried.isCarriedWrongly, !carried.content.isEmpty, carried.otherFieldOfList == nil else { return }
        guard let failure = carried.failure else {
            check.holds()
            return
        }
        guard failure.cause.reason != .invalidUTF8 else { return }
        check.breaks(
            Violation(
                at: failure.path, expected: "fields whose lengths and wire types are right",
                actual: failure.cause.reason.found, offset: failure.cause.offset))
    }
}

extension CarriedPayload {
    /// Whether nothing was sent but a question, as a GET is.
    var isQuestion: Bool { request != nil && export == nil }

    /// The first field of a list that is none of it, as far as the body can be read.
    fileprivate var otherFieldOfList: (number: UInt32, offset: Int)? {
        var list = ProtobufReader(content.span.bytes)
        while true {
            let start = list.position
            do throws(ReadError) {
                guard let tag = try list.nextTag() else { return nil }
                // Groups are no part of this version of protobuf at all.
                guard tag.wireType != .startGroup else { return nil }
                guard tag.rawValue == ProtobufTag.lengthDelimited(1) else { return (tag.number, start) }
                _ = try list.readLengthDelimited()
            } catch {
                return nil
            }
        }
    }
}
