import TraceBytes
import TraceModel

/// Points in time in the JSON of a kept run: `[wall, monotonic]`, both in nanoseconds, the first since 1970.
enum KeptStamps {
    static func json(_ stamp: ClockStamp) -> JSONValue {
        .array([.number(stamp.wall.nanoseconds), .number(stamp.monotonic)])
    }

    /// Monotonic readings stay within ±2^62, so that two of them have a difference.
    static let monotonicRange: ClosedRange<Int64> = -(1 << 62)...(1 << 62)

    /// The readings of one run lie within 13 days: sums of many differences cannot overflow.
    static let longestRun: Int64 = 1 << 50
}

extension KeptFields {
    func stamp(_ key: String) throws(KeptFieldError) -> ClockStamp {
        guard let parts = try value(key).elements, parts.count == 2, let wall = parts[0].integer,
            let monotonic = parts[1].integer, KeptStamps.monotonicRange.contains(monotonic)
        else { throw mistyped(key, "a pair [nanoseconds since 1970, monotonic nanoseconds]") }
        return ClockStamp(wall: Timestamp(nanoseconds: wall), monotonic: monotonic)
    }

    func optionalStamp(_ key: String) throws(KeptFieldError) -> ClockStamp? {
        optional(key) == nil ? nil : try stamp(key)
    }

    func timestamp(_ key: String) throws(KeptFieldError) -> Timestamp {
        Timestamp(nanoseconds: try integer(key, in: .min ... .max))
    }
}

extension RunEvidence {
    /// Whether all monotonic readings are of one run.
    var hasPlausibleClock: Bool {
        var readings = requests.flatMap { [$0.sent.monotonic, $0.answered.monotonic] }
        readings += exchanges.flatMap { $0.stamps.map(\.monotonic) }
        readings += exports.map(\.received.monotonic) + lags.beats.map(\.at)
        guard let first = readings.min(), let last = readings.max() else { return true }
        // Both are within ±2^62.
        return last - first <= KeptStamps.longestRun
    }
}
