/// The unit in which a number of units since 1970 was most likely counted, told by its size.
///
/// Between 1973 and 2286 the four ranges do not meet: 1,700,000,000 is seconds, 1,700,000,000,000 milliseconds. What lies
/// between them or outside is no time that a program of today would send, and has no unit.
package enum EpochUnit: String, Sendable, CaseIterable {
    case seconds, milliseconds, microseconds, nanoseconds

    /// nil when the number is no plausible time in any unit.
    package init?(of number: Int64) {
        switch number {
        case 100_000_000..<10_000_000_000: self = .seconds
        case 100_000_000_000..<10_000_000_000_000: self = .milliseconds
        case 100_000_000_000_000..<10_000_000_000_000_000: self = .microseconds
        case 100_000_000_000_000_000...Int64.max: self = .nanoseconds
        default: return nil
        }
    }

    /// The same for a number as a payload spelt it; nil when it is no integer.
    package init?(ofSpelling spelling: String) {
        guard let number = Int64(spelling) else { return nil }
        self.init(of: number)
    }
}
