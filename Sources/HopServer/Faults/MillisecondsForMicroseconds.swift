import TraceModel

extension HopFault {
    /// Times are written in milliseconds where the format wants microseconds.
    static let millisecondsForMicroseconds = HopFault(
        "milliseconds-for-microseconds", "times are exported in milliseconds"
    ) { hooks, _ in
        hooks.batched.append { spans in
            for index in spans.indices {
                spans[index].start = spans[index].start.map { Timestamp(nanoseconds: $0.nanoseconds / 1000) }
                spans[index].durationNanoseconds = spans[index].durationNanoseconds.map { $0 / 1000 }
            }
        }
    }
}
