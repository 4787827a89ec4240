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
