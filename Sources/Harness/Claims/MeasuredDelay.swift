/// One call that a delay struck, with what a busy machine may have added; all times in nanoseconds.
struct MeasuredDelay {
    let call: HopCall
    let from: Int64
    let to: Int64
    let sleep: ShownSleep
    /// What a busy machine may add.
    let bound: Int64
    /// The longest that the hop took itself for a call without a delay: that shows queues which no heartbeat of the
    /// harness sees, the hop's event loop and its wait for a processor.
    let longestUndelayed: Int64

    /// Proven: nothing makes a sleep shorter, and both the own time on the wire and the span hold all of it.
    var isTooShort: Bool { !sleep.reaches(from) }

    /// Not more than likely, since any pause of the hop prolongs its sleep; so all that shows how long the machine holds
    /// up this hop is allowed for. Where the `delay` span keeps the bounds, the sleep did, and only what lies outside of
    /// the span is left to explain; that is not more than calls without a delay take. A sleep outside of the span is.
    var isTooLong: Bool {
        guard sleep.own > to + allowance else { return false }
        guard let span = sleep.span, span <= to + allowance else { return true }
        return sleep.own - span > allowance
    }

    /// What the machine may have added, by all that shows it.
    var allowance: Int64 { bound + longestUndelayed }

    /// Whether this delay alone tells a hop that sleeps from one that a busy machine holds up.
    var standsOut: Bool { from > 2 * bound }
}
