import TraceModel

extension HopFault {
    /// Every span is exported two times.
    static let exportsTwice = HopFault("exports-twice", "every span is exported twice") { hooks, _ in
        hooks.batched.append { $0 += $0 }
    }
}
