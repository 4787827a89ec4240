import Testing
import TraceBytes
import TraceConsole
import TraceModel
import TraceTestSupport

@testable import Harness

@Suite struct TextReportTests {
    @Test(arguments: [
        ("failing-80.txt", ConsoleStyle(width: 80, unicode: true)),
        ("failing-60-ascii.txt", ConsoleStyle(width: 60)),
        ("failing-80-color.txt", ConsoleStyle(width: 80, unicode: true, color: true)),
    ])
    func aFailingRunReadsAsWritten(golden: String, style: ConsoleStyle) throws {
        #expect(TextReport(ReportScenario.report(), style: style).text == (try ReportGolden.text(golden)))
    }

    @Test func aHealthyRunIsShort() throws {
        let style = ConsoleStyle(width: 80, unicode: true)
        #expect(
            TextReport(ReportScenario.healthyReport, style: style).text == (try ReportGolden.text("healthy-80.txt")))
    }

    @Test(arguments: [60, 61, 72, 80, 100, 132, 250], [true, false])
    func noLineIsWiderThanTheTerminal(width: Int, unicode: Bool) {
        let text = TextReport(ReportScenario.report(), style: ConsoleStyle(width: width, unicode: unicode)).text
        for line in text.split(separator: "\n") { #expect(line.displayWidth <= width, "\(line)") }
    }

    @Test func nothingFromTheWireSteersTheTerminal() {
        let text = TextReport(ReportScenario.report(), style: ConsoleStyle(width: 80, unicode: true)).text
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !($0.properties.generalCategory == .control) })
    }

    @Test func anASCIITerminalGetsASCII() {
        let text = TextReport(ReportScenario.report(), style: ConsoleStyle(width: 80)).text
        #expect(text.utf8.allSatisfy { $0 < 0x7f })
    }

    /// Long, wide and absurd values of every kind that a sender chooses.
    @Test(arguments: [60, 80], [true, false])
    func absurdValuesStayInTheirLines(width: Int, unicode: Bool) {
        let long = String(repeating: "日本\u{1b}", count: 2000)
        var evidence = ReportScenario.evidence
        evidence.chain.hops[0].name = String(long.prefix(100))
        evidence.exchanges[1].requestHeaders.append("x-b3-\(long)", long)
        evidence.exchanges[1].target = long
        let span = TraceSpan(
            traceID: ReportScenario.traceID(0), spanID: SpanID(7), parentSpanID: SpanID(8), kind: .unspecified,
            name: long,
            start: Timestamp(nanoseconds: .min), durationNanoseconds: .max,
            attributes: [Attribute("http.response.status_code", .string(long))],
            localEndpoint: Endpoint(serviceName: long))
        evidence.exports[0].result = .accepted([span])
        evidence.hopEnds[1].lastLines = [long]
        let claim = Claim("x/\(long)", long) { _, tally in
            tally.fail(Finding(long, request: 0, edge: 1, span: SpanReference(span), expected: long, actual: long))
            tally.figures = long
        }
        let analysis = RunAnalysis(evidence)
        let report = RunReport(analysis, judgements: [claim.judge(analysis)], skipped: [long], keptAt: long)
        let text = TextReport(report, style: ConsoleStyle(width: width, unicode: unicode)).text
        for line in text.split(separator: "\n") { #expect(line.displayWidth <= width, "\(line)") }
        #expect(!text.contains("\u{1b}"))
    }

    @Test func secretsAreNotShown() {
        #expect(!TextReport(ReportScenario.report(), style: ConsoleStyle(width: 250)).text.contains("s3cr3t"))
    }
}

/// A report as a person wants to read it, in `fixtures/reports/`.
enum ReportGolden {
    static func text(_ name: String) throws -> String { try Fixtures.text("reports/\(name)") }
}
