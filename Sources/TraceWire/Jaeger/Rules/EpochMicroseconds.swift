/// Whether a number that should be microseconds since 1970 is another unit's: the unit in which it is a time of our days.
///
/// Judged only where it is certain: within a factor of 10 of today in another unit. Anything else, as the times of a
/// test's own clock, is nobody's unit.
enum EpochMicroseconds {
    /// `milliseconds`; nil for microseconds, and where no unit explains the number.
    static func otherUnit(of value: Int64) -> String? {
        // 1.7e9 seconds are November 2023. A tenth of that is 1975.
        switch value {
        case 170_000_000...17_000_000_000: "seconds"
        case 170_000_000_000...17_000_000_000_000: "milliseconds"
        // Beyond the largest number lie the nanoseconds of 2262.
        case 170_000_000_000_000_000...Int64.max: "nanoseconds"
        default: nil
        }
    }
}
