/// Durations as users write them: a decimal number and a unit, such as `300ms`, `10s`, `1.5m`.
package enum DurationText {
    /// What is accepted, for error messages.
    package static let accepted = "a duration such as 300ms, 10s or 2m"

    /// The units, in nanoseconds. `us` is the ASCII spelling of µs.
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ]

    /// Reads a duration that is not negative, up to 292 years, with six decimals at most. `0` needs no unit.
    package static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let unit = units.first(where: { $0.name == text.dropFirst(number.count) }) else { return nil }
        let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
        var total = whole.multipliedReportingOverflow(by: unit.nanoseconds)
        if parts.count == 2 {
            guard (1...6).contains(parts[1].count), let fraction = Int64(parts[1]) else { return nil }
            let scale = (0..<parts[1].count).reduce(Int64(1)) { scale, _ in scale * 10 }
            // At most 999,999 × 3.6e12 = 3.6e18, below 2^63 = 9.2e18.
            let sum = total.partialValue.addingReportingOverflow(fraction * unit.nanoseconds / scale)
            total = (sum.partialValue, total.overflow || sum.overflow)
        }
        return total.overflow ? nil : .nanoseconds(total.partialValue)
    }

    /// The shortest exact spelling in one unit, e.g. `300ms` or `90s`.
    package static func spell(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let (scaled, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (nanoseconds, alsoOverflows) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard !overflows, !alsoOverflows else { return "\(seconds)s" }
        if nanoseconds == 0 { return "0s" }
        // Minutes and hours only where they are exact; the largest unit that divides is the shortest text.
        let unit = units.last { nanoseconds % $0.nanoseconds == 0 } ?? ("ns", 1)
        return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
    }
}
