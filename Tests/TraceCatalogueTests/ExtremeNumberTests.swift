import TraceBytes
import TraceCatalogue
import TraceConsole
import Testing
import TraceRules
import TraceTestSupport
import TraceWire

/// Whatever numbers arrive: no rule traps on them, and no report.
@Suite struct ExtremeNumberTests {
    struct Original: Sendable, CustomTestStringConvertible {
        let path: String
        let format: WireFormat
        var testDescription: String { path }

        func bytes() throws -> [UInt8] {
            let name = try #require(PayloadFileName(String(path.split(separator: "/").last ?? "")))
            return try #require(name.payload(of: try Fixtures.bytes(path)))
        }
    }

    static let all = accepted + rules

    /// Hand-made payloads of every format; very long ones say nothing more.
    static let accepted: [Original] = WireFormat.all.flatMap { format in
        originals(in: "wire/\(format.name)/accept", as: format).filter {
            (1...450).contains((try? $0.bytes().count) ?? 0)
        }
    }

    /// Those of rules that count, compare times or remember numbers.
    static let rules: [Original] = Catalogue.judged.flatMap { rule in
        ["time", "duration", "sequence", "stats", "integer"].contains { rule.id.contains($0) }
            ? originals(in: RuleFixture.folder(of: rule), as: nil) : []
    }

    /// The payloads of a folder: all of one format, or each of that which its name says.
    private static func originals(in folder: String, as format: WireFormat?) -> [Original] {
        let paths = (try? Fixtures.files(in: folder)) ?? []
        return paths.compactMap { path in
            let name = PayloadFileName(String(path.split(separator: "/").last ?? ""))
            return name.flatMap { name in (format ?? name.format).map { Original(path: path, format: $0) } }
        }
    }

    @Test func everyFormatIsThere() { #expect(Set(Self.all.map(\.format)) == Set(WireFormat.all)) }

    @Test(arguments: all)
    func numbersAtTheEndsOfTheirTypesAreJudgedAndTold(original: Original) throws {
        let copies = ExtremeNumbers(payload: try original.bytes(), format: original.format).copies
        // There is no chance in them, and so no seed.
        let inWork = try MutationInWork("ExtremeNumbers-" + original.path.replacing("/", with: "."), seed: 0)
        if let leftBehind = inWork.leftBehind { Issue.record("a run before this one trapped at \(leftBehind)") }
        // One run: what rules remember of one payload is compared with the next.
        var judge = RunJudge(CheckSelection(isComplete: true))
        for (number, copy) in copies.enumerated() {
            inWork.begin(number)
            var request = ReceivedPayload(
                method: original.format.carrier == .udp ? "" : "POST", target: original.format.path, body: copy)
            request.arrival = number.isMultiple(of: 2) ? .max : 1_700_000_000_000_000_000
            judge.judge(SubmittedPayload(copy, source: "\(number)", request: request, format: original.format))
        }
        let result = judge.finish()
        #expect(result.account.payloads == copies.count)
        let report = CheckReport(result)
        let style = ConsoleStyle(width: 80, unicode: true)
        #expect(!CheckTextReport(report, style: style).text.isEmpty)
        #expect(!CheckJSONReport(report).text.isEmpty)
        inWork.finish()
    }
}
