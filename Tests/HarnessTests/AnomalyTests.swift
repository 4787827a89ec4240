import Harness
import TraceBytes
import TraceModel
import TraceRules
import Testing

/// What goes wrong in a run without a fault of the table: again one anomaly, one claim.
@Suite struct AnomalyTests {
    @Test(arguments: 0..<3)
    func aHopThatDiesIsNamedWithItsLastWords(hop: Int) throws {
        let run = try EvidenceBuilder.abc(Self.settings).with { $0.death = (hop, 40) }.analysis()
        let failures = Self.failures(of: run)
        #expect(Set(failures.keys) == ["chain/accounting/balanced"])
        let death = failures["chain/accounting/balanced"]?.first { $0.cause == "hop died" }
        #expect(death?.hop == hop)
        #expect(
            death?.actual == "killed by signal 11; its last words: Fatal error: Index out of range | Thread 1 crashed:")
    }

    /// Somebody calls the second hop, with a trace that no request has.
    @Test func aStrayCallIsNoRequestsDoing() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).build()
        guard var call = evidence.exchanges.first(where: { $0.edge == 1 }) else { return }
        call.requestHeaders = HeaderFields([
            ("host", "app-b"), ("b3", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-1"),
        ])
        call.number = evidence.exchanges.count
        evidence.exchanges.append(call)
        let failures = Self.failures(of: RunAnalysis(evidence))
        #expect(failures.mapValues { $0.map(\.cause) } == ["chain/accounting/balanced": ["call of no request"]])
        #expect(failures["chain/accounting/balanced"]?.first?.edge == 1)
    }

    @Test func aRequestThatNobodyAnswersIsUnbalanced() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).build()
        let unanswered = evidence.requests[5]
        evidence.requests[5].answer = .failure("deadline of 14.00 s passed", at: unanswered.answered)
        let failures = Self.failures(of: RunAnalysis(evidence))
        #expect(failures.mapValues { $0.map(\.cause) } == ["chain/accounting/balanced": ["request without answer"]])
        #expect(failures["chain/accounting/balanced"]?.first?.actual == "deadline of 14.00 s passed")
    }

    /// The callee is there, and one connection is refused all the same.
    @Test func aRefusedCallIsUnbalanced() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).build()
        let position = try #require(evidence.exchanges.firstIndex { $0.edge == 2 })
        evidence.exchanges[position].requestForwarded = nil
        evidence.exchanges[position].response = nil
        evidence.exchanges[position].failure = "connection refused"
        let failures = Self.failures(of: RunAnalysis(evidence))
        #expect(failures.mapValues { Set($0.map(\.cause)) } == ["chain/accounting/balanced": ["call without answer"]])
    }

    @Test func aCallWithoutItsClientSpanIsUnbalanced() throws {
        let run = try Self.run(dropping: { $0.kind == .client }, of: 1)
        #expect(Set(Self.failures(of: run).keys) == ["chain/accounting/balanced"])
    }

    /// A hop that begins a trace of its own and names the request in no way.
    @Test func ownTracesAreToldFromLostSpansByTheirNumber() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).with { $0.faults = [2: ["new-trace-per-hop"]] }.build()
        evidence.mapSpans { span in
            var span = span
            span.attributes.removeAll { $0.key == "http.request.header.x-request-id" }
            return span
        }
        #expect(Set(Self.failures(of: RunAnalysis(evidence)).keys) == ["chain/linkage/one-trace"])
    }

    @Test func aHopThatStopsARecordingIsInconsistent() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).build()
        for index in evidence.exchanges.indices where evidence.exchanges[index].edge == 2 {
            let headers = evidence.exchanges[index].requestHeaders
            guard let parent = headers.text("traceparent"), let single = headers.text("b3") else { continue }
            evidence.exchanges[index].requestHeaders.replace("traceparent", with: parent.dropLast(2) + "00")
            evidence.exchanges[index].requestHeaders.replace("x-b3-sampled", with: "0")
            evidence.exchanges[index].requestHeaders.replace("b3", with: single.dropLast(1) + "0")
        }
        evidence.dropExports(of: 2)
        let failures = Self.failures(of: RunAnalysis(evidence))
        #expect(Set(failures.keys) == ["chain/sampling/consistent"])
        #expect(Set(failures["chain/sampling/consistent"]?.map(\.hop) ?? []) == [1])
    }

    @Test func formatsThatDisagreeAreNoChangeOfTheDecision() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).build()
        for index in evidence.exchanges.indices where evidence.exchanges[index].edge == 1 {
            evidence.exchanges[index].requestHeaders.replace("x-b3-sampled", with: "0")
        }
        let failures = Self.failures(of: RunAnalysis(evidence))
        #expect(Set(failures.keys) == ["chain/headers/context"])
        #expect(failures["chain/headers/context"]?.first?.cause == "formats disagree about the sampling")
    }

    /// What stands behind headers that nobody can read begins anew, and rightly so.
    @Test(arguments: [
        ("upper-case-header-ids", "b3multi", "chain/headers/context"),
        ("repeats-context-header", "tracecontext", "chain/headers/well-formed"),
    ])
    func whatNobodyCanReadIsChargedToItsWriter(fault: String, format: String, claim: String) throws {
        let run = try EvidenceBuilder.abc(Self.settings).with { builder in
            builder.foreign = [0: .init(speaks: [format])]
            builder.faults = [0: [fault]]
        }.analysis()
        let failures = Self.failures(of: run)
        #expect(Set(failures.keys) == [claim])
        #expect(Set(failures[claim]?.map(\.hop) ?? []) == [0])
    }

    /// Without a service that may stand there, a proxy between two hops breaks the chain of parents.
    @Test func aProxyThatIsNotAllowedIsNamed() throws {
        let run = try EvidenceBuilder.abc(Self.settings).with { builder in
            builder.foreign = [1: .init(speaks: ["b3multi", "tracecontext"])]
            builder.sidecars = [1: "envoy"]
        }.analysis()
        let causes = Self.failures(of: run)["chain/linkage/expected-hops"]?.map(\.actual)
        #expect(causes?.first == "envoy")
    }

    static let settings = RunSettings(seed: 42, requests: 60)

    static func failures(of run: RunAnalysis) -> [String: [Finding]] {
        let failing = Claim.all.map { $0.judge(run) }.filter { $0.outcome == .fails }
        return Dictionary(failing.map { ($0.id, $0.findings) }) { first, _ in first }
    }

    private static func run(dropping isLost: @Sendable (TraceSpan) -> Bool, of hop: Int) throws -> RunAnalysis {
        var evidence = try EvidenceBuilder.abc(settings).build()
        evidence.mapSpans(of: hop) { isLost($0) ? nil : $0 }
        return RunAnalysis(evidence)
    }
}

extension RunEvidence {
    /// Bends or loses accepted spans, of one hop or of all.
    mutating func mapSpans(of hop: Int? = nil, _ change: (TraceSpan) -> TraceSpan?) {
        for index in exports.indices where hop == nil || exports[index].hop == hop {
            guard case .accepted(let spans) = exports[index].result else { continue }
            exports[index].result = .accepted(spans.compactMap(change))
        }
    }

    /// As if the hop had recorded nothing.
    mutating func dropExports(of hop: Int) {
        mapSpans(of: hop) { _ in nil }
        hopEnds[hop].account = SpanAccount(ended: 0, delivered: 0, dropped: 0)
    }
}
