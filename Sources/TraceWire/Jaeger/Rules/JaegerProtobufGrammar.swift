import TraceBytes
import TraceRules

// MARK: protobuf encoding

extension Rule<CarriedPayload> {
    static let jaegerMessageText = Rule(
        "jaeger-grpc/message/utf-8", "JGR-010", .must, "Texts are UTF-8.",
        why: "Readers of protobuf refuse the message with all of its spans.",
        spec: "protobuf, proto3, Scalar Value Types, string", good: "1a 06 67 72 c3 bc 6e", bad: "1a 05 67 72 fc 6e"
    ) { carried, check in
        guard !carried.content.isEmpty, !carried.isCarriedWrongly else { return }
        check.expect(carried.failure?.cause.reason != .invalidUTF8, else: carried.unreadable(expected: "UTF-8"))
    }

    /// Whatever cannot be read of a message, but for its texts.
    static let jaegerMessageReadable = Rule(
        "jaeger-grpc/message/protobuf", "JGR-010", .must,
        "A message is protobuf: lengths fit, wire types exist, nesting is not beyond what readers take.",
        why: "The collector cannot read the message, and answers with an error: none of its spans is stored.",
        spec: "protobuf encoding", good: "0a 3b 0a 31 …", bad: "00 00 00 00 3d 0a 3b …, with the prefix of gRPC"
    ) { carried, check in
        guard !carried.content.isEmpty, !carried.isCarriedWrongly else { return }
        let reason = carried.failure?.cause.reason
        check.expect(reason == nil || reason == .invalidUTF8, else: carried.unreadable(expected: "protobuf"))
    }
}

extension Rule<JaegerProtobufPayload> {
    static let jaegerWireTypes = Rule(
        "jaeger-grpc/field/wire-type", "JGR-010", .must, "Every field has the wire type of its declaration.",
        why: "Jaeger refuses the message with all of its spans.",
        spec: "model.proto; protobuf encoding, Message Structure", good: "12 08 and 8 bytes: span_id",
        bad: "11 and 8 bytes: a fixed64"
    ) { payload, check in
        // Paths are spelt only where something is wrong.
        if payload.request.hasItsWireTypes { return check.holds() }
        payload.request.forEachMistyped(at: "", of: nil) { check.breaks($0) }
    }
}

extension JaegerProtobufRecord {
    /// Whether every declared field of this message and of those in it has its own wire type.
    fileprivate var hasItsWireTypes: Bool {
        members.allSatisfy { member in
            switch member.value {
            case .record(let record): record.hasItsWireTypes
            case .stray: member.field == nil
            default: true
            }
        }
    }

    fileprivate func forEachMistyped(at path: String, of span: SpanLabel?, _ body: (Violation) -> Void) {
        let label = message == .span ? JaegerProtobufSpanPlace(span: self, index: 0).label : span
        var counts: [JaegerProtobufField: Int] = [:]
        for member in members {
            guard let field = member.field else { continue }
            let index = counts[field, default: 0]
            counts[field] = index + 1
            let name = field.isList ? "\(field.rawValue)[\(index)]" : field.rawValue
            let place = JaegerStruct.join(path, name)
            switch member.value {
            case .record(let record): record.forEachMistyped(at: place, of: label, body)
            case .stray(let number, let wireType, _):
                body(
                    Violation(
                        at: place, expected: message.declaration(number)?.wireType.described ?? "",
                        actual: wireType?.described ?? "", offset: member.offset, span: label))
            default: break
            }
        }
    }
}

extension JaegerProtobufField {
    fileprivate var isList: Bool {
        switch self {
        case .spans, .references, .tags, .logs, .fields, .warnings: true
        default: false
        }
    }
}
