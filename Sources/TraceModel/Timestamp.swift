/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, as OTLP counts; `1700000000123456000`.
///
/// Covers the years 1678 to 2262. A wire value outside is clamped to the nearest end, so that it stays visibly absurd;
/// the record of the payload keeps what was sent.
public struct Timestamp: Hashable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// From microseconds, the unit of Zipkin and of Jaeger's Thrift.
    public init(microseconds: Int64) {
        nanoseconds = nanosecondsClamped(microseconds: microseconds)
    }

    /// Whole microseconds, rounded down.
    public var microseconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// This time moved by nanoseconds, clamped at the ends.
    public func advanced(byNanoseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
        return Timestamp(nanoseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// The nanoseconds from `earlier` to this time, clamped at the ends.
    public func nanoseconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow ? (nanoseconds < 0 ? .min : .max) : difference
    }
}

extension Timestamp: Comparable {
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }
}

/// Microseconds as nanoseconds, clamped at the ends of 64 bits.
public func nanosecondsClamped(microseconds: Int64) -> Int64 {
    let (product, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
    return overflow ? (microseconds < 0 ? .min : .max) : product
}
