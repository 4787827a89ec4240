/// The unit in which a number of units since 1970 was most likely counted, told by its size.
///
/// A number that is a time between September 2001 and 2100 in one unit lies in 1970 or centuries away in every other:
/// 1,700,000,000 is seconds, 1,700,000,000,000 milliseconds. What is no such time in any unit, as that of a test's own clock,
/// has none.
package enum EpochUnit: String, Sendable, CaseIterable {
    case seconds, milliseconds, microseconds, nanoseconds

    /// nil when the number is no time of these years in any unit.
    package init?(of number: Int64) {
        switch number {
        case 1_000_000_000..<4_102_444_800: self = .seconds
        case 1_000_000_000_000..<4_102_444_800_000: self = .milliseconds
        case 1_000_000_000_000_000..<4_102_444_800_000_000: self = .microseconds
        case 1_000_000_000_000_000_000..<4_102_444_800_000_000_000: self = .nanoseconds
        default: return nil
        }
    }

    /// The unit in which a number is a time of these years, where it should be one in another; else nil.
    package static func other(than unit: EpochUnit, of number: Int64) -> EpochUnit? {
        EpochUnit(of: number).flatMap { $0 == unit ? nil : $0 }
    }
}
