import TraceModel

extension HopFault {
    /// The clock of spans runs at half speed from the start of each call.
    static let slowSpanClock = HopFault("slow-span-clock", "the clock of spans runs at half speed") { hooks, _ in
        hooks.ended.append { spans, _ in
            guard let origin = spans.first(where: { $0.role == .server })?.span.start else { return }
            for index in spans.indices { spans[index].span.slowDown(from: origin) }
        }
    }
}
