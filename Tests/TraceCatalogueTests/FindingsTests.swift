import Foundation
import Testing
import TraceCatalogue
import TraceRules
import TraceTestSupport
import TraceWire

/// What the rules say of real exporters, pinned: a rule that begins to fire on them, or ceases to, shows here.
@Suite struct FindingsTests {
    /// What one exporter sent in one format, over all scenarios.
    struct Exporter: Sendable, CustomTestStringConvertible {
        /// Relative to `fixtures/`: `wire/zipkin-v2/captured/opentelemetry-python-1.45.1`.
        let folder: String
        let format: WireFormat
        var testDescription: String { folder }
    }

    static let all: [Exporter] = WireFormat.all.flatMap { format in
        let captured = "wire/\(format.name)/captured"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.path(captured))) ?? []
        return names.filter { !$0.contains(".md") }.sorted().map {
            Exporter(folder: "\(captured)/\($0)", format: format)
        }
    }

    /// `fixtures/reports/findings.txt`, a line for each rule that an exporter breaks. `UPDATE_RULE_FIXTURES=1` writes it anew.
    @Test func whatIsFoundInRealPayloadsIsAsPinned() throws {
        let found = try Self.all.flatMap(findings).map { $0 + "\n" }.joined()
        if ProcessInfo.processInfo.environment["UPDATE_RULE_FIXTURES"] == "1" {
            try Data(found.utf8).write(to: URL(filePath: Fixtures.path("reports/findings.txt")))
        }
        #expect(try Fixtures.text("reports/findings.txt") == found)
    }

    /// Each has its proof there.
    @Test func everyBrokenMustIsInTheDocument() throws {
        let file = Fixtures.root.deletingLastPathComponent().appending(path: "docs/FINDINGS.md")
        let document = try String(contentsOf: file, encoding: .utf8)
        let broken = try Fixtures.text("reports/findings.txt").split(separator: "\n").filter { $0.contains(": must ") }
        #expect(!broken.isEmpty)
        for line in broken {
            let words = line.split(separator: " ")
            let exporter = words[0].split(separator: "/").last?.dropLast() ?? ""
            #expect(document.contains("`\(words[2])`") && document.contains(exporter), "\(line)")
        }
    }

    /// `zipkin-v2/opentelemetry-python-1.45.1: must zipkin-v2/duration/at-least-one 2 of 29`
    private func findings(of exporter: Exporter) throws -> [String] {
        var judge = RunJudge()
        let files = try Fixtures.files(in: exporter.folder, withExtension: "bin")
        for (folder, payloads) in Dictionary(grouping: files, by: { ($0 as NSString).deletingLastPathComponent })
            .sorted(by: { $0.key < $1.key })
        {
            for path in payloads { judge.judge(try SubmittedPayload(fixture: path)) }
            judge.endRecording(
                folder, expected: try ExpectedSpan.spans(parsing: try Fixtures.bytes("\(folder)/expected.json")))
        }
        let result = judge.finish()
        let name = exporter.folder.replacing("wire/", with: "").replacing("captured/", with: "")
        return result.broken.map { "\(name): \($0.level) \($0.facts.id) \($0.broken) of \($0.judged)" }
    }
}
