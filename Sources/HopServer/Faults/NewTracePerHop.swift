import TraceModel

extension HopFault {
    /// The hop starts a trace of its own whatever came in.
    static let newTracePerHop = HopFault("new-trace-per-hop", "starts a new trace at every call") { hooks, _ in
        hooks.startsNewTraces = true
    }
}
