import TraceModel

extension HopFault {
    /// The text `0` counts as true, as in languages where every text but the empty one does.
    static let misreadsZero = HopFault("misreads-zero", "reads a sampling decision of 0 as true") { hooks, _ in
        hooks.extracted.append { context, _ in
            if context?.sampling == .deny { context?.sampling = .accept }
        }
    }
}
