import TraceModel

extension HopFault {
    /// Errors strike three times as often as configured.
    static let wrongErrorRate = HopFault("wrong-error-rate", "errors strike three times too often") { hooks, _ in
        hooks.planned.append { plan, settings in
            guard let error = settings.error, let draw = plan.error?.draw else { return }
            plan.error?.strikes = draw * 100 < error.rate * 3
        }
    }
}
