import HopServer
import TraceModel

extension RunAnalysis {
    /// How many spans a hop of ours ended, each counted once for every form, for calls in the phases without a collector:
    /// they are lost on purpose.
    func spansEndedWithoutCollector(by hop: Int) -> Int {
        let calls = requests.filter { $0.sent.phase == .stalled || $0.sent.phase == .gone }.flatMap(\.calls)
        let spans = calls.filter { $0.hop == hop && $0.inboundSampling != .deny }
            .reduce(0) { $0 + chain.hops[hop].spans(for: $1) }
        return spans * settings.exportForms.count
    }

    /// Of these, what went out in datagrams: their sender cannot know that they are lost.
    func spansLostUnknown(by hop: Int) -> Int {
        guard !settings.exportForms.isEmpty else { return 0 }
        let datagrams = settings.exportForms.count { $0.isDatagram }
        return spansEndedWithoutCollector(by: hop) / settings.exportForms.count * datagrams
    }
}

extension ChainHop {
    /// How many spans a hop of ours ends for a call: SERVER, a CLIENT for each call of its own, and the injections.
    fileprivate func spans(for call: HopCall) -> Int {
        1 + call.outbound.count + (delay == nil ? 0 : 1) + (error == nil ? 0 : 1)
    }
}
