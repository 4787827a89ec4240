import TraceModel

extension HopFault {
    /// Spans are exported although the caller denied sampling.
    static let exportsAlthoughDenied = HopFault(
        "exports-although-denied", "exports spans of requests that denied sampling"
    ) { hooks, _ in
        hooks.recorded.append { $0 = true }
    }
}
