import TraceBytes
import TraceModel

/// `spans.jsonl` of a kept run: the canonical reading of every accepted span, a line each, for people and their tools.
/// Judging again does not read it: the payloads are the evidence.
enum KeptSpans {
    static func lines(_ exports: [ExportRecord]) -> [JSONValue] {
        exports.flatMap { export -> [JSONValue] in
            guard case .accepted(let spans) = export.result else { return [] }
            let origin = [
                JSONMember("export", .number(export.number)), JSONMember("hop", .number(export.hop)),
            ]
            return spans.map { .object(origin + $0.jsonMembers) }
        }
    }
}
