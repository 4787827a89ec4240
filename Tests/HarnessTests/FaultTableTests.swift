import Harness
import TraceRules
import Testing

@Suite struct FaultTableTests {
    /// One anomaly, one claim: the exact set of claims that fail, and every finding names the hop that has the fault.
    @Test(arguments: FaultRow.all)
    func exactlyTheClaimOfTheFaultFails(row: FaultRow) throws {
        let settings = RunSettings(seed: 42, requests: 40, exportForms: row.forms)
        let analysis = try EvidenceBuilder.abc(settings).with { $0.faults = [row.hop: [row.fault]] }.analysis()
        let failing = Claim.all.map { $0.judge(analysis) }.filter { $0.outcome == .fails }
        #expect(Set(failing.map(\.id)) == row.failing, "\(failing.flatMap { $0.findings.prefix(2) })")
        #expect(Set(failing.flatMap(\.findings).map(\.hop)) == row.accused)
    }

    @Test func everyFaultHasARowForEveryHop() {
        let rows = Set(FaultRow.all.map { "\($0.fault.prefix { $0 != "=" }) \($0.hop)" })
        #expect(rows == Set(HopFaultNames.all.flatMap { id in (0..<3).map { "\(id) \($0)" } }))
    }
}
