import TraceConsole
import Foundation
import Testing
import TraceBytes

@testable import Harness

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The forms that programs read.
@Suite struct ReportMachineTests {
    @Test func jsonLinesAreAsWritten() throws {
        #expect(JSONReport(ReportScenario.report()).text == (try ReportGolden.text("failing.jsonl")))
    }

    @Test func everyJSONLineIsAnObjectWithItsVersionAndType() throws {
        let lines = JSONReport(ReportScenario.report()).text.split(separator: "\n")
        let values = try lines.map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(values.allSatisfy { $0["schema_version"]?.integer == 1 })
        #expect(
            values.map { $0["type"]?.text }
                == ["run"] + Array(repeating: "claim", count: ReportScenario.claims.count) + ["summary"])
        #expect(!lines.joined().contains("s3cr3t"))
    }

    @Test func junitIsAsWritten() throws {
        #expect(JUnitReport(ReportScenario.report()).text == (try ReportGolden.text("failing.xml")))
    }

    @Test func junitIsWellFormedWhateverTheWireSays() throws {
        let hostile = "<a b=\"c\">&amp;\u{0}\u{1b}\u{fffe}\u{85}]]>\r\n\tü👍"
        let claim = Claim("x/\(hostile)", hostile) { _, tally in
            tally.fail(Finding(hostile, expected: hostile, actual: hostile))
        }
        let analysis = ReportScenario.report().analysis
        let xml = JUnitReport(RunReport(analysis, judgements: [claim.judge(analysis)], skipped: [hostile])).text
        let reader = JUnitReader()
        #expect(reader.read(xml))
        let shown = "<a b=\"c\">&amp;\\u{0}\\u{1b}\\u{fffe}\\u{85}]]>\r\n\tü👍"
        #expect(reader.names == ["chain/x/\(shown)", shown])
        #expect(reader.text.contains(shown))
    }

    @Test func junitCountsWhatItHolds() throws {
        let reader = JUnitReader()
        #expect(reader.read(JUnitReport(ReportScenario.report()).text))
        #expect(reader.counts == ["testcase": 9, "failure": 4, "error": 1, "skipped": 3])
        #expect(reader.suite["tests"] == "9" && reader.suite["failures"] == "4")
        #expect(reader.suite["errors"] == "1" && reader.suite["skipped"] == "3")
    }

    @Test func annotationsAreAsWritten() throws {
        #expect(GitHubAnnotations(ReportScenario.report()).text == (try ReportGolden.text("failing.annotations")))
    }

    @Test(arguments: [
        ("100 %\r\n", false, "100 %25%0D%0A"), ("a: b, c", false, "a: b, c"), ("a: b, c", true, "a%3A b%2C c"),
        ("%0A", true, "%250A"),
    ])
    func workflowCommandsAreEscaped(text: String, inProperty: Bool, expected: String) {
        #expect(WorkflowCommand.escaped(text, inProperty: inProperty) == expected)
    }

    @Test(arguments: [(["GITHUB_ACTIONS": "true"], true), (["GITHUB_ACTIONS": "false"], false), ([:], false)])
    func annotationsAreWrittenInActionsOnly(environment: [String: String], isWanted: Bool) {
        #expect(WorkflowCommand.isWanted(in: environment) == isWanted)
    }
}

/// Reads JUnit XML with a parser that is not ours.
private final class JUnitReader: NSObject, XMLParserDelegate {
    private(set) var names: [String] = []
    private(set) var text = ""
    private(set) var counts: [String: Int] = [:]
    private(set) var suite: [String: String] = [:]

    func read(_ xml: String) -> Bool {
        let parser = XMLParser(data: Data(xml.utf8))
        parser.delegate = self
        return parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        if ["testcase", "failure", "error", "skipped"].contains(element) { counts[element, default: 0] += 1 }
        if element == "testcase", let name = attributes["name"] { names.append(name) }
        if element == "testsuite" { suite = attributes }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
