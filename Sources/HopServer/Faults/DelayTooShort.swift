import TraceModel

extension HopFault {
    /// A delay that strikes lasts half of its lower bound.
    static let delayTooShort = HopFault("delay-too-short", "delays last half of their lower bound") { hooks, _ in
        hooks.planned.append { plan, settings in
            guard let delay = settings.delay else { return }
            plan.delay?.seconds = delay.fromSeconds * settings.timeScale / 2
        }
    }
}
