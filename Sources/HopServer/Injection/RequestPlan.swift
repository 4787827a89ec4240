import TraceModel

/// What a hop will do to one request, decided before anything happens.
package struct RequestPlan: Sendable, Hashable {
    package var delay: DelayPlan?
    package var error: ErrorPlan?

    /// A delay block that is enabled; it strikes or not.
    package struct DelayPlan: Sendable, Hashable {
        package var strikes: Bool
        /// The draw in [0, 1) behind ``strikes``, for the log.
        package var draw: Double
        /// What the delay lasts if it strikes, scaled.
        package var seconds: Double
    }

    /// An error block that is enabled; it strikes or not.
    package struct ErrorPlan: Sendable, Hashable {
        package var strikes: Bool
        package var draw: Double
        package var code: Int
    }

    package init(delay: DelayPlan? = nil, error: ErrorPlan? = nil) {
        self.delay = delay
        self.error = error
    }
}

/// The injection blocks of a hop that are enabled.
package struct InjectionSettings: Sendable, Hashable {
    package var delay: HopConfiguration.Delay?
    package var error: HopConfiguration.InjectedError?
    /// Factor on every delay; 0 turns delays off.
    package var timeScale: Double

    /// Blocks that are disabled count as absent.
    package init(delay: HopConfiguration.Delay?, error: HopConfiguration.InjectedError?, timeScale: Double) {
        self.delay = delay?.isEnabled == true ? delay : nil
        self.error = error?.isEnabled == true ? error : nil
        self.timeScale = timeScale
    }

    /// What strikes the call with this trace id: the same for every run with the seed of the draw.
    package func plan(traceID: TraceID, draw: InjectionDraw) -> RequestPlan {
        RequestPlan(
            delay: delay.map { block in
                let value = draw.value(.delay, traceID: traceID)
                let seconds = draw.delaySeconds(from: block.fromSeconds, to: block.toSeconds, traceID: traceID)
                return RequestPlan.DelayPlan(
                    strikes: InjectionDraw.strikes(value, ratePercent: block.rate), draw: value,
                    seconds: seconds * timeScale)
            },
            error: error.map { block in
                let value = draw.value(.error, traceID: traceID)
                return RequestPlan.ErrorPlan(
                    strikes: InjectionDraw.strikes(value, ratePercent: block.rate), draw: value, code: block.code)
            })
    }
}
