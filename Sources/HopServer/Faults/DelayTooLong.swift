import TraceModel

extension HopFault {
    /// A delay that strikes lasts two seconds longer than its upper bound: more than even a machine with a queue of tasks
    /// makes of a short call, so that nothing else explains it.
    static let delayTooLong = HopFault("delay-too-long", "delays last longer than their upper bound") { hooks, _ in
        hooks.planned.append { plan, settings in
            guard let delay = settings.delay else { return }
            plan.delay?.seconds = delay.toSeconds * settings.timeScale + 2
        }
    }
}
