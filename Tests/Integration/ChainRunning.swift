import Harness
import TraceRules
import TraceTestSupport
import TraceTransport

/// Runs a chain with the built hop server and judges it, as `harness verify` does.
func judgements(
    chain: String, faults: [String: [String]] = [:], settings: RunSettings
) async throws -> [Judgement] {
    let fixture = try ChainFolder.read(Fixtures.path(chain))
    var options = VerifyOptions(settings: settings, hopExecutable: BuiltProducts.path("hop-server"))
    options.hopVerb = []
    options.faults = faults
    let analysis = try await withEventLoop(name: "harness") { loop in
        RunAnalysis(try await VerifyRun(fixture, options: options, on: loop).evidence().evidence)
    }
    return Claim.all.map { $0.judge(analysis) }
}

extension [Judgement] {
    /// The ids of what failed, without `chain/`.
    var failing: Set<String> {
        Set(filter { $0.outcome == .fails }.map { String($0.id.dropFirst("chain/".count)) })
    }

    /// The ids of what holds, without `chain/`.
    var holding: Set<String> {
        Set(filter { $0.outcome == .holds }.map { String($0.id.dropFirst("chain/".count)) })
    }

    var verdict: Verdict { Verdict(map(\.outcome)) }

    /// What a failed expectation should show: every outcome that is no pass, with its first finding.
    var complaint: String {
        filter { $0.outcome != .holds }.map { judgement in
            let finding =
                judgement.findings.first.map { ": \($0.cause), expected \($0.expected), found \($0.actual)" } ?? ""
            return "\(judgement.id) \(judgement.outcome)\(finding)"
        }.joined(separator: "\n")
    }
}
