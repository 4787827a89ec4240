import Harness
import HopServer
import Testing
import TraceRules

/// Real processes and sockets. One suite, one chain at a time: two of them disturb each other's delays.
@Suite(.serialized) struct ChainTests {
    @Test(.timeLimit(.minutes(2))) func theChainOfThreeHopsConforms() async throws {
        let settings = RunSettings(seed: 11, timeScale: 0.1, requests: 200)
        let judgements = try await judgements(chain: "abc", settings: settings)
        #expect(judgements.verdict == .conforms, "\(judgements.complaint)")
    }

    /// What crosses the wire does not depend on how it is told.
    @Test(.timeLimit(.minutes(1)), arguments: ExportForm.wire)
    func theChainConformsInEveryForm(form: ExportForm) async throws {
        let settings = RunSettings(seed: 12, timeScale: 0, requests: 40, concurrency: 16, exportForms: [form])
        let judgements = try await judgements(chain: "abc", settings: settings)
        #expect(judgements.failing == [], "\(judgements.complaint)")
        #expect(judgements.holding.isSuperset(of: Self.judgedByFewRequests), "\(judgements.complaint)")
    }

    @Test(.timeLimit(.minutes(1))) func allFormsAtOnceCarryTheSameSpans() async throws {
        let settings = RunSettings(
            seed: 13, timeScale: 0, requests: 40, concurrency: 16, exportForms: ExportForm.together)
        let judgements = try await judgements(chain: "abc", settings: settings)
        #expect(judgements.failing == [], "\(judgements.complaint)")
        #expect(judgements.holding.isSuperset(of: Self.judgedByFewRequests.union(["formats/equivalent"])))
    }

    /// Every claim that 40 requests without delays can prove.
    private static let judgedByFewRequests: Set<String> = [
        "export/accepted", "export/untraced", "accounting/balanced", "spans/shape", "time/within-run", "time/agrees",
        "time/enclosed", "headers/well-formed", "headers/context", "headers/propagated", "linkage/edge-parent",
        "linkage/one-trace", "linkage/expected-hops", "linkage/no-orphans", "linkage/single-root", "linkage/no-cycles",
        "linkage/unique-span-ids", "tags/configured", "tags/http", "names/stable", "error/code", "sampling/honoured",
        "sampling/consistent", "payload/hops", "collector/independent",
    ]

    /// Who tests the tester: a hop that is wrong in one way fails exactly these claims.
    @Test(.timeLimit(.minutes(1)), arguments: FaultRow.all)
    func aWrongHopFailsExactlyItsClaims(row: FaultRow) async throws {
        let settings = RunSettings(
            seed: 7, timeScale: row.needsDelays ? 1 : 0, requests: 40, concurrency: 16, probes: 2,
            testsIndependence: row.fault == "answers-after-export", exportForms: row.forms)
        let judgements = try await judgements(chain: "faults", faults: [row.hop: [row.fault]], settings: settings)
        #expect(judgements.failing == row.failing, "\(judgements.complaint)")
    }

    @Test func everyFaultHasARowAndEveryClaimAFault() {
        let faults = Set(FaultRow.all.map { String($0.fault.prefix { $0 != "=" }) })
        #expect(faults == Set(FaultRow.knownFaults))
        let claims = Set(Claim.all.map { String($0.id.dropFirst("chain/".count)) })
        #expect(claims == FaultRow.all.reduce(into: []) { $0.formUnion($1.failing) })
    }
}
