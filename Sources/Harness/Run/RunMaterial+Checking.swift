import TraceCatalogue
import TraceModel
import TraceWire

extension RunMaterial {
    /// What the rules of the catalogue say of the payloads that the hops exported.
    ///
    /// The traces are whole: what was accepted came before the collector was taken away, and all of it was waited for. The
    /// ids that the harness sent are spans that nobody exports.
    func checked() -> CheckResult {
        let parents = evidence.requests.compactMap { $0.context?.spanID }
        var judge = RunJudge(CheckSelection(isComplete: true, virtualParents: Set(parents)))
        for export in evidence.exports {
            // What nobody answered came after the collector was stalled.
            if case .unanswered = export.result { continue }
            guard let bytes = payloads[export.number] else { continue }
            let source = "export \(export.number) of \(evidence.chain.hops[export.hop].name)"
            let format = WireFormat.named(export.form)
            let carrier = carriers[export.number]
            judge.judge(
                SubmittedPayload(
                    carrier?.body ?? bytes, source: source, request: carrier, port: format?.defaultPort, format: format)
            )
        }
        return judge.finish()
    }
}
