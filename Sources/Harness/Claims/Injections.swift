import HopServer
import TraceModel

/// Which calls an injection was to strike, and which it did.
extension RunAnalysis {
    /// Whether our hop draws a strike for a call: nil when the hop has no such block, or when nobody can know, because the hop is another program, has no seed, does
    /// not continue traces, or minted an id that it did not export.
    func strikes(_ injection: InjectionDraw.Purpose, _ call: HopCall) -> Bool? {
        let hop = chain.hops[call.hop]
        guard settings.isSeeded, !hop.isForeign, !hopsWithOwnTraces.contains(call.hop),
            let traceID = call.knownTraceID,
            let rate = injection == .error ? hop.error?.rate : hop.delay?.rate
        else { return nil }
        return InjectionDraw(seed: settings.seed, hopName: hop.name)
            .strikes(injection, ratePercent: rate, traceID: traceID)
    }

    /// The calls of a hop that injections may strike, over the phases that are observed.
    func injectedCalls(of hop: Int) -> [HopCall] {
        calls.filter { $0.hop == hop && isObserved($0) }
    }

    /// Whether a delay struck: our hop says so on its `delay` span; of others the wire tells, where a delay is long
    /// enough to stand out. nil when neither tells.
    ///
    /// On the wire, a call that took less than `from` met no delay that keeps its bounds, since no machine shortens a
    /// sleep. One that took `from` was struck, unless the machine was so busy that it may have held it up.
    ///
    /// Our hop says nothing of the few calls that export nothing, and whoever is too short there is charged elsewhere.
    func delayStruck(_ call: HopCall) -> Bool? {
        guard let delay = chain.hops[call.hop].delay else { return nil }
        let from = nanoseconds(delay.fromSeconds * settings.timeScale)
        let isForeign = chain.hops[call.hop].isForeign
        if !isForeign, let span = call.internalSpan(named: "delay") {
            return span.span.attributes["delay.seconds"] != nil
        }
        guard let sleep = shownSleep(in: call) else { return nil }
        let isCalm = from > 2 * schedulingBound(of: call)
        if sleep.reaches(from) { return isCalm ? true : nil }
        return isForeign || (isCalm && sleep.own < from / 2) ? false : nil
    }

    /// Whether a delay may have struck a call of another program of which ``delayStruck(_:)`` says nothing. Leaving such
    /// calls out would leave out the struck ones rather than others: they last longer, and see more of a busy machine.
    func delayMayHaveStruck(_ call: HopCall) -> Bool {
        chain.hops[call.hop].isForeign && call.selfTimeNanoseconds != nil && delayStruck(call) == nil
    }

    /// Whether an error struck: the answer is an error that the hop made itself. An answer of 502 because the next hop
    /// could not be reached is none.
    func errorStruck(_ call: HopCall) -> Bool? {
        guard let status = call.inbound.response?.status else { return nil }
        if status == 502, call.outbound.contains(where: { $0.exchange.response == nil }) { return nil }
        return status >= 400
    }
}

/// Seconds as whole nanoseconds.
func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e9).rounded()) }
