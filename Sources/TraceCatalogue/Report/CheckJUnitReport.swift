import TraceConsole
import TraceRules

/// The report as JUnit XML, as build servers read it: a `testcase` for every selected rule.
///
/// A rule whose breach fails the run is a `failure`; one that was not judged, or whose breach does not decide, is `skipped`
/// with what was found. A run that could not be judged has an `error` of its own.
package struct CheckJUnitReport {
    private let report: CheckReport

    package init(_ report: CheckReport) { self.report = report }

    package var text: String {
        let failures = report.standings.filter(\.failsRun).count
        let skipped = report.standings.filter { !$0.failsRun && $0.outcome != .kept }.count
        let figures = XMLText.attributes([
            ("tests", "\(report.standings.count + report.doubts.count)"), ("failures", "\(failures)"),
            ("errors", "\(report.doubts.count)"), ("skipped", "\(skipped)"),
        ])
        let cases = report.standings.map(testCase) + report.doubts.map(doubt)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="harness check"\(figures)>
              <testsuite name="rules"\(figures)>
                <properties>
                  <property\(XMLText.attributes([("name", "verdict"), ("value", report.sentence)]))/>
                </properties>
            \(cases.joined(separator: "\n"))
              </testsuite>
            </testsuites>

            """
    }

    private func testCase(_ standing: RuleStanding) -> String {
        let head = "    <testcase\(name(standing.tally.facts.id))"
        let type = standing.tally.facts.id
        switch standing.outcome {
        case .kept: return head + "/>"
        case .fails:
            let attributes = XMLText.attributes([("message", standing.tally.facts.statement), ("type", type)])
            let lines = standing.tally.lines.joined(separator: "\n")
            return head + ">\n      <failure\(attributes)>\(XMLText.content(lines))</failure>\n    </testcase>"
        case .keptAlthoughKnown:
            let attributes = XMLText.attributes([
                ("message", "kept, although listed as known to be broken"), ("type", type),
            ])
            return head + ">\n      <failure\(attributes)/>\n    </testcase>"
        case .remarked: return head + skipped("a \(standing.tally.level): \(standing.tally.summary)")
        case .failsAsKnown: return head + skipped("known to be broken: \(standing.tally.summary)")
        case .notJudged(let reason): return head + skipped("not judged: \(reason)")
        }
    }

    private func skipped(_ reason: String) -> String {
        ">\n      <skipped\(XMLText.attributes([("message", reason)]))/>\n    </testcase>"
    }

    private func doubt(_ doubt: String) -> String {
        let attributes = XMLText.attributes([("message", doubt), ("type", "not judged")])
        return "    <testcase\(name("run/judged"))>\n      <error\(attributes)/>\n    </testcase>"
    }

    /// The group of a rule is its class: `zipkin-v2.trace-id`, so that build servers fold the rules by subject.
    private func name(_ id: String) -> String {
        let group = id.split(separator: "/").dropLast().joined(separator: ".")
        return XMLText.attributes([("classname", group), ("name", id)])
    }
}

extension RuleTally {
    /// `87 times at [*].traceId; 3 times at [*].id`
    var summary: String {
        let groups = groups.prefix(CheckTextReport.shownGroups).map { group in
            "\(counted(group.count, "time"))" + (group.cause.isEmpty ? "" : " at \(group.cause)")
        }
        return groups.joined(separator: "; ")
    }

    /// For each cause its extent and the first places, a line each.
    var lines: [String] {
        groups.prefix(CheckTextReport.shownGroups).flatMap { group in
            ["\(counted(group.count, "time"))" + (group.cause.isEmpty ? "" : " at \(group.cause)")]
                + group.shown.map { "  \($0.line)" }
        }
    }
}

extension FoundViolation {
    /// `run/003.bin, byte 14: [0].traceId: expected 16 or 32 lower-case hex digits, found "463AC35C9F6413AD"`
    var line: String {
        let byte = violation.offset.map { ", byte \($0)" } ?? ""
        let path = violation.path.isEmpty ? "" : "\(violation.path): "
        return "\(source)\(byte): \(path)expected \(violation.expected), found \(violation.actual)"
    }
}
