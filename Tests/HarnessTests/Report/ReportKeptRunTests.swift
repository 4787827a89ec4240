import Foundation
import Testing
import TraceBytes
import TraceModel

@testable import Harness

@Suite struct ReportKeptRunTests {
    /// Knows the payloads of the scenario.
    private static func decode(_ form: String, _ bytes: [UInt8]) -> ExportRecord.Result {
        for number in 0..<5 {
            for hop in 0..<2 where bytes == ReportScenario.payload(number, hop: hop) {
                return .accepted(ReportScenario.spans(number, hop: hop))
            }
        }
        return .refused(reason: "\(form) of another scenario", status: 400, excerpt: bytes)
    }

    private static var run: KeptRun {
        var payloads: [Int: [UInt8]] = [:]
        for number in 0..<5 {
            for hop in 0..<2 { payloads[number * 2 + hop] = ReportScenario.payload(number, hop: hop) }
        }
        return KeptRun(
            evidence: ReportScenario.evidence, payloads: payloads,
            configurations: [KeptFile(name: "config-app-a.yaml", bytes: Array("server:\n".utf8))],
            logs: [
                KeptFile(name: "team/app-a", bytes: Array("listening\n".utf8)),
                KeptFile(name: "../app-b", bytes: [0xff, 0x00]),
            ])
    }

    @Test func aRunComesBackAsItWas() throws {
        try withFolder { folder in
            var run = Self.run
            // Everything that the scenario does not have.
            run.evidence.exports[8].result = .refused(reason: "no JSON", status: 400, excerpt: [0x5b, 0xff])
            run.evidence.exports[9].result = .unanswered
            run.evidence.exchanges[3].requestForwarded = nil
            run.evidence.exchanges[3].response = nil
            run.evidence.exchanges[3].failure = "refused"
            run.evidence.exchanges[2].requestHeaders.append(name: [0x78, 0xfe], value: [0xff, 0x00, 0x0a])
            run.evidence.requests[2].context = nil
            run.evidence.requests[1].headers = HeaderFields([("a", ""), ("A", "\u{1}\"\\ü")])
            run.evidence.settings.seed = .max
            run.payloads[9] = nil
            try run.write(to: folder)
            let read = try KeptRun(reading: folder, decode: Self.decode)
            var expected = run.evidence
            for index in expected.requests.indices where index != 1 {
                expected.requests[index].headers = redacted(expected.requests[index].headers)
            }
            #expect(String(reflecting: dump(read.evidence)) == String(reflecting: dump(expected)))
            #expect(read.evidence.requests.map(\.headers) == expected.requests.map(\.headers))
            #expect(read.evidence.exchanges.map(\.requestHeaders) == expected.exchanges.map(\.requestHeaders))
            #expect(read.payloads == run.payloads)
            #expect(read.configurations == run.configurations)
            #expect(read.logs == run.logs)
        }
    }

    @Test func aRunIsJudgedAgainWithTheSameResult() throws {
        try withFolder { folder in
            try Self.run.write(to: folder)
            let read = try KeptRun(reading: folder, decode: Self.decode)
            let before = Claim.all.map { $0.judge(RunAnalysis(ReportScenario.evidence)) }
            let after = Claim.all.map { $0.judge(RunAnalysis(read.evidence)) }
            #expect(after.map(\.outcome) == before.map(\.outcome))
            #expect(after.map(\.findings) == before.map(\.findings))
            #expect(after.map(\.figures) == before.map(\.figures))
        }
    }

    @Test func aRunThatWasReadIsWrittenTheSame() throws {
        try withFolder { folder in
            try Self.run.write(to: "\(folder)/first")
            try KeptRun(reading: "\(folder)/first", decode: Self.decode).write(to: "\(folder)/second")
            for name in ["run.json", "requests.jsonl", "exchanges.jsonl", "exports.jsonl", "payloads/0003.bin"] {
                #expect(try bytes("\(folder)/first/\(name)") == (try bytes("\(folder)/second/\(name)")), "\(name)")
            }
        }
    }

    /// `spans.jsonl` is for people: which payload of which hop brought the span, and all that was read of it.
    @Test func everyAcceptedSpanHasALine() throws {
        try withFolder { folder in
            var run = Self.run
            run.evidence.exports[8].result = .unanswered
            try run.write(to: folder)
            let lines = try bytes("\(folder)/spans.jsonl").split(separator: 0x0a).map {
                try JSONValue(parsing: Array($0))
            }
            let spans = run.evidence.exports.flatMap { export in export.acceptedSpans.map { (export, $0) } }
            try #require(!spans.isEmpty)
            #expect(lines.map { $0["export"]?.integer } == spans.map { Int64($0.0.number) })
            #expect(lines.map { $0["hop"]?.integer } == spans.map { Int64($0.0.hop) })
            #expect(lines.map { $0["span_id"]?.text } == spans.map { $0.1.spanID.hex })
            #expect(lines.allSatisfy { $0["links"] != nil && $0["scope"] != nil })
        }
    }

    @Test func noSecretReachesTheDisk() throws {
        try withFolder { folder in
            try Self.run.write(to: folder)
            for name in ["run.json", "requests.jsonl", "exchanges.jsonl", "exports.jsonl"] {
                #expect(!String(decoding: try bytes("\(folder)/\(name)"), as: UTF8.self).contains("s3cr3t"))
            }
        }
    }

    @Test func namesOfHopsStayInTheirFolder() throws {
        try withFolder { folder in
            try Self.run.write(to: folder)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: "\(folder)/logs").sorted()
                    == ["%2E.%2Fapp-b.log", "team%2Fapp-a.log"])
        }
    }

    @Test func aLongNameIsCut() {
        #expect(KeptRun.logPath(ofHop: String(repeating: "/", count: 255)).utf8.count < 255)
    }

    // MARK: What cannot be read or written

    @Test func aFolderThatHoldsARunIsNotOverwritten() throws {
        try withFolder { folder in
            try Self.run.write(to: folder)
            #expect(throws: KeptRunError.alreadyHolds(folder: folder)) { try Self.run.write(to: folder) }
        }
    }

    @Test func anAcceptedExportNeedsItsBytes() throws {
        try withFolder { folder in
            var run = Self.run
            run.payloads[4] = nil
            #expect(throws: KeptRunError.missingPayload(export: 4)) { try run.write(to: folder) }
        }
    }

    @Test func anotherFolderIsNoRun() throws {
        try withFolder { folder in
            #expect(throws: KeptRunError.notARun(folder: folder)) {
                try KeptRun(reading: folder, decode: Self.decode)
            }
            let error = #expect(throws: KeptRunError.self) {
                try KeptRun(reading: "\(folder)/none", decode: Self.decode)
            }
            #expect(error?.description == "cannot read \(folder)/none/run.json: No such file or directory")
        }
    }

    /// A file, what is replaced in it, and what the error says.
    @Test(arguments: [
        (
            "run.json", #""schema_version": 1"#, #""schema_version": 2"#,
            "run.json: schema version 2; this program reads version 1"
        ),
        (
            "run.json", #""seed": "42""#, #""seed": "-42""#,
            "run.json: 'settings.seed' is not a 64-bit number in quotes"
        ),
        (
            "run.json", #""exchanges": 10"#, #""exchanges": 11"#,
            "exchanges.jsonl:11: 10 lines, where run.json says 11"
        ),
        (
            "run.json", #""rate_percent": 2.5"#, #""rate_percent": 101"#,
            "run.json: 'chain[0].error.rate_percent' is not a number from 0.0 to 100.0"
        ),
        ("run.json", #""chain": ["#, #""chain": [,"#, "run.json:23: found ',', expected a value"),
        ("requests.jsonl", #"{"number":2"#, #"{"number":1"#, "requests.jsonl:3: 'number' is not 2 or more"),
        ("requests.jsonl", #"{"number":1,"phase""#, #"{"number":1,"phrase""#, "requests.jsonl:2: no member 'phase'"),
        (
            "exchanges.jsonl", #"{"edge":1"#, #"{"edge":2"#,
            "exchanges.jsonl:2: 'edge' is not one of the 2 hops, counted from 0"
        ),
        ("exchanges.jsonl", #"{"edge":1"#, "{", "exchanges.jsonl:2: found ',', expected a key in quotes at byte 1"),
        (
            "exchanges.jsonl", "5000100000", "9223372036854775807",
            "exchanges.jsonl:1: 'request_received' is not a pair [nanoseconds since 1970, monotonic nanoseconds]"
        ),
        (
            "exchanges.jsonl", "5000100000", "4611686018427387904",
            "run.json: the clock readings of the run lie more than 13 days apart"
        ),
        (
            "exports.jsonl", #""result":"accepted""#, #""result":"lost""#,
            "exports.jsonl:1: 'result' is not one of accepted, refused, unanswered"
        ),
    ])
    func damageIsNamedWithItsPlace(file: String, old: String, new: String, message: String) throws {
        try withFolder { folder in
            try Self.run.write(to: folder)
            var text = String(decoding: try bytes("\(folder)/\(file)"), as: UTF8.self)
            let range = try #require(text.range(of: old))
            text.replaceSubrange(range, with: new)
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(file)"))
            let error = #expect(throws: KeptRunError.self) { try KeptRun(reading: folder, decode: Self.decode) }
            #expect(error?.description == "\(folder)/\(message)")
        }
    }

    @Test func everyTruncationOfALineIsRefused() throws {
        try withFolder { folder in
            try Self.run.write(to: folder)
            let path = "\(folder)/requests.jsonl"
            let whole = try bytes(path)
            let lastLine = whole.dropLast().lastIndex(of: 0x0a) ?? 0
            for end in stride(from: lastLine + 2, to: whole.count - 1, by: 7) {
                try Data(whole[..<end]).write(to: URL(filePath: path))
                #expect(throws: KeptRunError.self) { try KeptRun(reading: folder, decode: Self.decode) }
            }
        }
    }

    // MARK: Secrets

    @Test(arguments: [
        "Authorization", "proxy-authorization", "Cookie", "set-cookie", "X-API-Key", "api-key", "x-auth-token",
        "my-Secret",
        "x-password", "jwt", "x-amz-security-token", "x-session-id",
    ])
    func theseAreSecrets(name: String) { #expect(SecretHeaders.isSecret(name)) }

    @Test(arguments: ["traceparent", "b3", "x-b3-traceid", "x-request-id", "host", "content-type", "tracestate"])
    func theseAreNot(name: String) { #expect(!SecretHeaders.isSecret(name)) }

    @Test func differentSecretsStayDifferent() {
        var redactor = SecretRedactor()
        let values = ["abc", "abd", "abc", "abcd", "[redacted, 3 bytes]"].map {
            redactor.replacement(of: ArraySlice($0.utf8))
        }
        #expect(
            values == [
                "[redacted, 3 bytes]", "[redacted, 3 bytes, value 2]", "[redacted, 3 bytes]", "[redacted, 4 bytes]",
                "[redacted, 3 bytes]",
            ])
    }

    // MARK: Folders

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    private func redacted(_ headers: HeaderFields) -> HeaderFields {
        HeaderFields(headers.map { ($0.nameText, $0.isNamed("authorization") ? "[redacted, 13 bytes]" : $0.valueText) })
    }

    /// Everything in a value, as text: evidence has no equality of its own.
    private func dump(_ evidence: RunEvidence) -> String {
        var text = ""
        var plain = evidence
        // Storage of header fields differs where fields were replaced; they are compared by themselves.
        for index in plain.requests.indices { plain.requests[index].headers = HeaderFields() }
        for index in plain.exchanges.indices { plain.exchanges[index].requestHeaders = HeaderFields() }
        Swift.dump(plain, to: &text)
        return text
    }
}
