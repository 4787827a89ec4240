/// A point of the monotonic clock: nanoseconds since an origin that only this boot of the machine knows.
///
/// Arithmetic saturates at the ends of `Int64` (292 years either way), so a delay taken from outside cannot overflow.
package struct MonotonicInstant: Hashable, Comparable, Sendable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Later than every other instant: a deadline that never strikes.
    package static let distantFuture = MonotonicInstant(nanoseconds: .max)

    package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The instant `nanoseconds` later, or the end of the range.
    package static func + (instant: Self, nanoseconds: Int64) -> Self {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(nanoseconds)
        guard overflow else { return Self(nanoseconds: sum) }
        return Self(nanoseconds: nanoseconds < 0 ? .min : .max)
    }

    /// Nanoseconds from `right` to `left`, negative when `left` is earlier, at the ends of the range when they are too
    /// far apart.
    package static func - (left: Self, right: Self) -> Int64 {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        guard overflow else { return difference }
        return left < right ? .min : .max
    }
}
