import Foundation
import Testing
import TraceBytes
import TraceCatalogue
import TraceRules
import TraceTestSupport
import TraceWire

/// One input that breaks a rule, or that nearly does: a payload, or a folder of several in the order of their names.
///
/// `fixtures/rules/<id with dots>/violates--<what is wrong>.<format>.<json or hex>` and `near-miss--<what is right>…`; a folder
/// in place of a file holds the payloads of one run, and its `expected.json` what was meant. Beside a payload its `.meta.json` may say how it was carried.
struct RuleFixture: Sendable, CustomTestStringConvertible {
    let rule: RuleFacts
    /// Relative to `fixtures/`.
    let path: String
    /// Of a folder, what lies in it.
    let payloads: [String]

    var testDescription: String { path }

    var violates: Bool { name.hasPrefix("violates--") }
    var isNearMiss: Bool { name.hasPrefix("near-miss--") }
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// Every input of every rule.
    static let all: [RuleFixture] = Catalogue.judged.flatMap(fixtures)

    static func folder(of rule: RuleFacts) -> String { "rules/" + rule.id.replacing("/", with: ".") }

    private static func fixtures(of rule: RuleFacts) -> [RuleFixture] {
        let folder = folder(of: rule)
        let files = (try? Fixtures.files(in: folder)) ?? []
        let payloads = files.filter { PayloadFileName(($0 as NSString).lastPathComponent) != nil }
        return Dictionary(grouping: payloads) { path in
            path.split(separator: "/").prefix(3).joined(separator: "/")
        }.map { RuleFixture(rule: rule, path: $0, payloads: $1.sorted()) }.sorted { $0.path < $1.path }
    }

    /// Everything that the catalogue says of it.
    func judged() throws -> CheckResult {
        // The default limit of a body, 64 MiB, would take a test's time. One rule is about less than that.
        let limits = DecodingLimits(payloadBytes: rule.id == "grpc/message/default-size" ? 8 << 20 : 512 << 10)
        var judge = RunJudge(CheckSelection(isComplete: rule.condition == .complete, limits: limits))
        for path in payloads {
            judge.judge(try SubmittedPayload(fixture: path))
        }
        let expected = Fixtures.path(path + "/expected.json")
        if FileManager.default.fileExists(atPath: expected) {
            judge.endRecording(
                path, expected: try ExpectedSpan.spans(parsing: try Fixtures.bytes(path + "/expected.json")))
        }
        return judge.finish()
    }

    /// What it breaks, a line each: `zipkin-v2/trace-id/spelling [0].traceId: expected …, found …`.
    static func lines(of result: CheckResult) -> [String] {
        result.broken.flatMap { tally in
            tally.groups.flatMap { group in group.shown.map { "\(tally.facts.id) \($0.violation)" } }
        }
    }
}
