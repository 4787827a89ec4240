import TraceBytes
import TraceRules
import TraceWire

/// The report as JSON lines for programs: a `check` line, a `rule` line for every selected rule, a `summary` line.
///
/// `docs/REPORT-FORMAT.md` describes every member.
package struct CheckJSONReport {
    package static let schemaVersion = 1

    private let report: CheckReport

    package init(_ report: CheckReport) { self.report = report }

    /// All lines, each ended by `\n`.
    package var text: String {
        let lines = [checkLine] + report.standings.map(ruleLine) + [summaryLine]
        return lines.map { String(decoding: $0.serialized(), as: UTF8.self) + "\n" }.joined()
    }

    private func line(_ type: String, _ members: [JSONMember]) -> JSONValue {
        .object([.init("schema_version", .number(Self.schemaVersion)), .init("type", .string(type))] + members)
    }

    private var checkLine: JSONValue {
        let account = report.result.account
        return line(
            "check",
            [
                .init("payloads", .number(account.payloads)), .init("spans", .number(account.spans)),
                .init(
                    "formats",
                    .array(
                        account.formats.map { form in
                            .object([
                                .init("format", .string(form.format.name)), .init("payloads", .number(form.payloads)),
                            ])
                        })),
                .init("exporters", .array(account.exporters.map(JSONValue.string))),
                .init("complete", .bool(report.result.isComplete)),
                .init("refused", .array(account.refused.first.map(Self.unjudged))),
                .init("refused_count", .number(account.refused.count)),
                .init("unjudged", .array(account.unjudged.first.map(Self.unjudged))),
                .init("unjudged_count", .number(account.unjudged.count)),
            ])
    }

    private static func unjudged(_ payload: UnjudgedPayload) -> JSONValue {
        .object([.init("source", .string(payload.source)), .init("reason", .string(payload.reason))])
    }

    private func ruleLine(_ standing: RuleStanding) -> JSONValue {
        let tally = standing.tally
        var reason = JSONValue.null
        if case .notJudged(let text) = standing.outcome { reason = .string(text) }
        return line(
            "rule",
            [
                .init("id", .string(tally.facts.id)), .init("number", .string(tally.facts.number)),
                .init("level", .string("\(tally.level)")), .init("owner", .string(tally.facts.owner.rawValue)),
                .init("statement", .string(tally.facts.statement)),
                .init("reference", .string("\(tally.facts.reference)")),
                .init("outcome", .string(standing.outcome.word)), .init("reason", reason),
                .init("judged", .number(tally.judged)), .init("broken", .number(tally.broken)),
                .init("findings", .array(tally.groups.map(group))), .init("further_findings", .number(tally.ungrouped)),
            ])
    }

    private func group(_ group: ViolationGroup) -> JSONValue {
        .object([
            .init("cause", .string(group.cause)), .init("count", .number(group.count)),
            .init("first", .array(group.shown.map(violation))),
        ])
    }

    private func violation(_ found: FoundViolation) -> JSONValue {
        let violation = found.violation
        let number = { (value: Int?) in value.map { JSONValue.number($0) } ?? .null }
        let text = { (value: String?) in value.map(JSONValue.string) ?? .null }
        return .object([
            .init("payload", number(found.payload)), .init("source", .string(found.source)),
            .init("offset", number(violation.offset)), .init("path", .string(violation.path)),
            .init(
                "span",
                violation.span.map { span in
                    .object([
                        .init("trace_id", text(span.traceID)), .init("span_id", text(span.spanID)),
                        .init("name", text(span.name)),
                    ])
                } ?? .null),
            .init("expected", .string(violation.expected)), .init("actual", .string(violation.actual)),
            .init(
                "excerpt",
                found.excerpt.map { excerpt in
                    .object([
                        .init("offset", .number(excerpt.offset)), .init("hex", .string(hexDigits(excerpt.bytes))),
                        .init("mark", .array([.number(excerpt.mark.lowerBound), .number(excerpt.mark.upperBound)])),
                    ])
                } ?? .null),
        ])
    }

    private var summaryLine: JSONValue {
        line(
            "summary",
            [
                .init("fails_on", .string("\(report.failsOn)")),
                .init(
                    "outcomes",
                    .object(
                        RuleStanding.Outcome.words.map { word in
                            .init(word, .number(report.standings.filter { $0.outcome.word == word }.count))
                        })),
                .init("doubts", .array(report.doubts.map(JSONValue.string))),
                .init("verdict", .string(report.verdict.identifier)),
                .init("exit_status", .number(report.verdict.rawValue)),
            ])
    }
}

extension RuleStanding.Outcome {
    static let words = ["kept", "fails", "remarked", "fails_as_known", "kept_although_known", "not_judged"]

    var word: String {
        switch self {
        case .kept: "kept"
        case .fails: "fails"
        case .remarked: "remarked"
        case .failsAsKnown: "fails_as_known"
        case .keptAlthoughKnown: "kept_although_known"
        case .notJudged: "not_judged"
        }
    }
}
