/// How far measured times may lie apart before a hop is blamed; all in nanoseconds.
package enum Tolerances {
    /// Two truncations to whole microseconds, and a millisecond for the reading of clocks.
    static let clock: Int64 = 2_000 + 1_000_000

    /// Another program's clock readings may stand further from its sockets.
    static func foreignClock(lag: Int64) -> Int64 { 10_000_000 + lag }

    /// What a busy machine may add between a tap and a hop: 20 ms and four times the largest lag that the harness's
    /// own heartbeat saw meanwhile.
    static func scheduling(lag: Int64) -> Int64 { 20_000_000 + 4 * min(lag, .max / 8) }

    /// Both ends of a run are stretched by this.
    static let run: Int64 = 1_000_000_000
}

extension RunAnalysis {
    /// The largest heartbeat lag while the call was under way.
    func lag(during call: HopCall) -> Int64 {
        let end = call.inbound.response?.forwarded.monotonic ?? call.inbound.requestReceived.monotonic
        return evidence.lags.largest(from: call.inbound.requestReceived.monotonic, to: end)
    }

    func schedulingBound(of call: HopCall) -> Int64 { Tolerances.scheduling(lag: lag(during: call)) }

    func clockTolerance(of call: HopCall) -> Int64 {
        chain.hops[call.hop].isForeign ? Tolerances.foreignClock(lag: lag(during: call)) : Tolerances.clock
    }
}
