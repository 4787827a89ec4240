import TraceModel

extension HopFault {
    /// An injected error answers another status than the configured one.
    static let wrongCode = HopFault("wrong-code", "injected errors answer another status") { hooks, _ in
        hooks.planned.append { plan, _ in
            guard let code = plan.error?.code else { return }
            plan.error?.code = code == 418 ? 419 : 418
        }
    }
}
