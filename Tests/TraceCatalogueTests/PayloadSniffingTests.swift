import Foundation
import Testing
import TraceBytes
import TraceCatalogue
import TraceRules
import TraceTestSupport
import TraceWire

/// The format of a payload is told by its bytes, and by how it was carried.
@Suite struct PayloadSniffingTests {
    struct Payload: Sendable, CustomTestStringConvertible {
        let path: String
        let format: WireFormat
        var testDescription: String { path }
    }

    /// What real exporters sent, and what real servers take.
    static let all: [Payload] = WireFormat.all.flatMap { format in
        ["captured", "accept"].flatMap { folder in
            ((try? Fixtures.files(in: "wire/\(format.name)/\(folder)")) ?? [])
                .filter { ["bin", "hex", "json"].contains(($0 as NSString).pathExtension) }
                .filter { PayloadFileName(($0 as NSString).lastPathComponent) != nil }
                .map { Payload(path: $0, format: format) }
        }
    }

    /// Payloads that are what another format is too: nothing in them tells.
    static let ambiguous: Set<String> = [
        "zipkin-v1/accept/empty-list.json", "zipkin-v1/accept/minimal.json",
    ]

    @Test func thereAreSome() { #expect(Self.all.count > 150) }

    @Test(arguments: all.filter { $0.path.contains("/captured/") })
    func whatExportersSendIsToldByItsBytes(payload: Payload) throws {
        var judge = RunJudge()
        judge.judge(SubmittedPayload(try Fixtures.bytes(payload.path), source: payload.path))
        let account = judge.finish().account
        #expect(account.formats.map(\.format) == [payload.format])
    }

    @Test(arguments: all.filter { $0.path.contains("/captured/") })
    func whatExportersSendIsToldByItsCarrier(payload: Payload) throws {
        let description = (payload.path as NSString).deletingPathExtension + ".meta.json"
        let saved = try SavedRequest(parsing: try Fixtures.bytes(description))
        var request = saved.request
        request.body = try Fixtures.bytes(payload.path)
        var judge = RunJudge()
        judge.judge(SubmittedPayload(request.body, source: payload.path, request: request, port: saved.port))
        #expect(judge.finish().account.formats.map(\.format) == [payload.format])
    }

    @Test(arguments: ["", "hello", "{}", "\u{7f}ELF", "<html>"])
    func whatNothingTellsIsLeftUnjudgedWithAdvice(text: String) {
        var judge = RunJudge()
        judge.judge(SubmittedPayload(Array(text.utf8), source: "file"))
        let result = judge.finish()
        #expect(result.account.unjudged.map(\.source) == ["file"])
        #expect(CheckReport(result).verdict == .notJudged)
    }
}
