import TraceModel

extension HopFault {
    /// A delay that strikes lasts half a second longer than its upper bound.
    static let delayTooLong = HopFault("delay-too-long", "delays last longer than their upper bound") { hooks, _ in
        hooks.planned.append { plan, settings in
            guard let delay = settings.delay else { return }
            plan.delay?.seconds = delay.toSeconds * settings.timeScale + 0.5
        }
    }
}
