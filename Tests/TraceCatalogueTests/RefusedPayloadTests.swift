import Foundation
import Testing
import TraceCatalogue
import TraceRules
import TraceTestSupport
import TraceWire

/// What a real server refuses, a rule must name: the payloads of `fixtures/wire/<format>/reject` break a MUST each.
@Suite struct RefusedPayloadTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let path: String
        let format: WireFormat
        var testDescription: String { path }
    }

    static let all: [Refused] = WireFormat.all.flatMap { format in
        ((try? Fixtures.files(in: "wire/\(format.name)/reject")) ?? [])
            .filter { PayloadFileName(String($0.split(separator: "/").last ?? "")) != nil }
            .map { Refused(path: $0, format: format) }
    }

    @Test func thereAreSome() { #expect(Self.all.count > 100) }

    @Test(arguments: all)
    func aRefusedPayloadBreaksAMust(payload: Refused) throws {
        let name = try #require(PayloadFileName(String(payload.path.split(separator: "/").last ?? "")))
        let bytes = try #require(name.payload(of: try Fixtures.bytes(payload.path)))
        var judge = RunJudge()
        judge.judge(SubmittedPayload(bytes, source: payload.path, format: payload.format))
        let result = judge.finish()
        #expect(result.broken.contains { $0.level == .must }, "\(RuleFixture.lines(of: result))")
    }
}
