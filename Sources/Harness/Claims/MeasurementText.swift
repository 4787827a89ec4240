/// Measured numbers as a person reads them. Options are spelt by `DurationText` instead, exactly and in one unit; a
/// measurement is rounded, and its unit depends on its size.

/// Nanoseconds: `0.41 ms`, `2.30 s`, `830 ns`.
func durationText(_ nanoseconds: Int64) -> String {
    let magnitude = nanoseconds.magnitude
    if magnitude >= 1_000_000_000 { return decimalText(Double(nanoseconds) / 1e9) + " s" }
    if magnitude >= 1_000 { return decimalText(Double(nanoseconds) / 1e6) + " ms" }
    return "\(nanoseconds) ns"
}

/// A number with two decimals: `0.41`.
func decimalText(_ value: Double) -> String {
    // Beyond this a hundredth no longer fits; below, the product is at most 1e17 and fits into 64 bits.
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    let hundredths = Int64((value.magnitude * 100).rounded())
    let fraction = hundredths % 100
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}

/// A small chance as odds, with two digits that count: `1 of 21,000,000`.
func oddsText(_ chance: Double) -> String {
    guard chance < 1 else { return "1 of 1" }
    // Beyond a million millions a larger number says no more.
    guard chance > 1e-12 else { return "less than 1 of 1,000,000,000,000" }
    // At most 1e12, so that it fits.
    var count = Int((1 / chance).rounded())
    var unit = 1
    while count / unit >= 100 { unit *= 10 }
    count = (count + unit / 2) / unit * unit
    return "1 of \(groupedText(count))"
}

/// A whole number from 0 on with its thousands apart: `21,000,000`.
private func groupedText(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.map { index in
        let isGroupStart = index > 0 && (digits.count - index).isMultiple(of: 3)
        return (isGroupStart ? "," : "") + String(digits[index])
    }.joined()
}
