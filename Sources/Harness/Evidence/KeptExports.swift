import TraceBytes

/// What the collector took, as one line of `exports.jsonl`; the payload itself lies in `payloads/`.
enum KeptExports {
    static func json(_ export: ExportRecord) -> JSONValue {
        var members: [JSONMember] = [
            .init("number", .number(export.number)), .init("hop", .number(export.hop)),
            .init("received", KeptStamps.json(export.received)), .init("channel", .string(export.channel)),
            .init("form", .string(export.form)),
            .init("bytes", .number(export.bytes)),
        ]
        switch export.result {
        case .accepted(let spans):
            members += [.init("result", .string("accepted")), .init("spans", .number(spans.count))]
        case .refused(let reason, let status, let excerpt):
            members += [
                .init("result", .string("refused")), .init("reason", .string(reason)),
                .init("status", .number(status)), .init("excerpt", KeptBytes.json(excerpt)),
            ]
        case .unanswered: members.append(.init("result", .string("unanswered")))
        }
        return .object(members)
    }

    /// The record, with an accepted payload not yet decoded: its spans are missing.
    static func export(_ fields: KeptFields, hops: Int) throws(KeptFieldError) -> ExportRecord {
        let result: ExportRecord.Result
        switch try fields.text("result") {
        case "accepted": result = .accepted([])
        case "refused":
            result = .refused(
                reason: try fields.text("reason"), status: try fields.count("status", upTo: 999),
                excerpt: try fields.bytes("excerpt"))
        case "unanswered": result = .unanswered
        default: throw fields.mistyped("result", "one of accepted, refused, unanswered")
        }
        return ExportRecord(
            hop: try fields.index("hop", below: hops), number: try fields.count("number"),
            received: try fields.stamp("received"),
            channel: try fields.optional("channel") == nil ? nil : fields.text("channel"),
            form: try fields.text("form"), bytes: try fields.count("bytes"),
            result: result)
    }
}
