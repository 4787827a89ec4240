import TraceModel

extension HopFault {
    /// Delays strike three times as often as configured.
    static let wrongDelayRate = HopFault("wrong-delay-rate", "delays strike three times too often") { hooks, _ in
        hooks.planned.append { plan, settings in
            guard let delay = settings.delay, let draw = plan.delay?.draw else { return }
            plan.delay?.strikes = draw * 100 < delay.rate * 3
        }
    }
}
