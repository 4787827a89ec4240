import TraceModel

extension HopFault {
    /// The posts of the exporter itself become spans.
    static let tracesExports = HopFault("traces-exports", "exports a span for each of its own posts") { hooks, _ in
        hooks.tracesExports = true
    }
}
