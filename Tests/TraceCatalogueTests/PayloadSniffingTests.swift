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

    /// What real exporters sent.
    static let all: [Payload] = WireFormat.all.flatMap { format in
        ((try? Fixtures.files(in: "wire/\(format.name)/captured", withExtension: "bin")) ?? [])
            // A message of gRPC by itself is the body of a POST, too.
            .map { Payload(path: $0, format: format == OTLP.grpc ? OTLP.protobuf : format) }
    }

    @Test func thereAreSome() { #expect(Self.all.count > 100) }

    @Test(arguments: all)
    func whatExportersSendIsToldByItsBytes(payload: Payload) throws {
        var judge = RunJudge()
        judge.judge(SubmittedPayload(try Fixtures.bytes(payload.path), source: payload.path))
        let account = judge.finish().account
        #expect(account.formats.map(\.format) == [payload.format])
    }

    @Test(arguments: all)
    func whatExportersSendIsToldByItsCarrier(payload: Payload) throws {
        var judge = RunJudge()
        judge.judge(try SubmittedPayload(fixture: payload.path))
        #expect(judge.finish().account.formats.map(\.format) == [payload.format])
    }

    @Test(arguments: ["", "hello", "{}", "\u{7f}ELF", "<html>"])
    func whatNothingTellsIsLeftUnjudgedWithAdvice(text: String) {
        var judge = RunJudge()
        judge.judge(SubmittedPayload(Array(text.utf8), source: "file"))
        let result = judge.finish()
        #expect(result.account.unjudged.first.map(\.source) == ["file"])
        #expect(CheckReport(result).verdict == .notJudged)
    }
}
