import TraceConsole

/// The report as JUnit XML, as build servers read it: a `testcase` for every claim.
///
/// A claim that fails is a `failure`, one that could not be judged an `error`, one that does not apply, fails as is known or
/// was not selected is `skipped`.
package struct JUnitReport {
    private let report: RunReport

    package init(_ report: RunReport) { self.report = report }

    package var text: String {
        let summary = RunSummary(report)
        let failures = summary.failing + summary.holdingAlthoughKnown
        let skipped = summary.notApplicable + summary.failingAsKnown + summary.skipped
        let figures = XMLText.attributes([
            ("tests", "\(report.results.count + report.skipped.count)"), ("failures", "\(failures)"),
            ("errors", "\(summary.notJudged)"), ("skipped", "\(skipped)"),
            ("time", Self.seconds(report.durations.total)),
        ])
        let cases = report.results.map(testCase) + report.skipped.map(skippedCase)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="harness verify"\(figures)>
              <testsuite name="chain"\(figures)>
                <properties>
                  <property\(XMLText.attributes([("name", "chain"), ("value", topology)]))/>
                  <property\(XMLText.attributes([("name", "seed"), ("value", "\(report.settings.seed)")]))/>
                  <property\(XMLText.attributes([("name", "verdict"), ("value", summary.sentence)]))/>
                </properties>
            \(cases.joined(separator: "\n"))
              </testsuite>
            </testsuites>

            """
    }

    private var topology: String { (["client"] + report.chain.hops.map(\.name)).joined(separator: " → ") }

    private func testCase(_ result: ClaimResult) -> String {
        let head = "    <testcase\(Self.name(result.id))"
        return switch result.standing {
        case .holds: head + "/>"
        case .fails: head + ">\n\(failure(result))\n    </testcase>"
        case .notApplicable(let reason): head + ">\n\(Self.skipped(reason))\n    </testcase>"
        case .notJudged(let reason):
            head
                + ">\n      <error\(XMLText.attributes([("message", reason), ("type", "not judged")]))/>\n    </testcase>"
        case .failsAsKnown:
            head + ">\n\(Self.skipped("known to fail: \(Self.causes(of: result))"))\n    </testcase>"
        case .holdsAlthoughKnown:
            head + ">\n      <failure"
                + XMLText.attributes([("message", "holds, although listed as known to fail"), ("type", result.id)])
                + "/>\n    </testcase>"
        }
    }

    private func skippedCase(_ id: String) -> String {
        "    <testcase\(Self.name(id))>\n\(Self.skipped("not selected"))\n    </testcase>"
    }

    private func failure(_ result: ClaimResult) -> String {
        let lines = FindingGroup.groups(of: result.judgement.findings).prefix(FindingGroup.shownCauses).flatMap {
            group in
            [group.title]
                + group.findings.prefix(FindingGroup.shown).flatMap { finding in
                    [
                        "  \(finding.place(in: report.analysis))", "    expected \(finding.expected)",
                        "    actual   \(finding.actual)",
                    ]
                }
        }
        let attributes = XMLText.attributes([("message", Self.causes(of: result)), ("type", result.id)])
        let body = ([result.judgement.statement] + lines).joined(separator: "\n")
        return "      <failure\(attributes)>\(XMLText.content(body))</failure>"
    }

    private static func causes(of result: ClaimResult) -> String {
        FindingGroup.summary(of: FindingGroup.groups(of: result.judgement.findings))
    }

    /// The group of a claim is its class: `chain.linkage`, so that build servers fold the claims by subject.
    private static func name(_ id: String) -> String {
        let group = id.split(separator: "/").dropLast().joined(separator: ".")
        return XMLText.attributes([("classname", group), ("name", id)])
    }

    private static func skipped(_ reason: String) -> String {
        "      <skipped\(XMLText.attributes([("message", reason)]))/>"
    }

    private static func seconds(_ nanoseconds: Int64?) -> String? { nanoseconds.map { decimalText(Double($0) / 1e9) } }
}
