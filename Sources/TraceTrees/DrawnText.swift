/// Text of a sender for one line of a terminal: controls and other invisible characters as `\u{1b}`, cut after 120.
func shown(_ text: String, ascii: Bool) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(120) {
        if isPrintable(scalar), scalar.isASCII || !ascii {
            shown.unicodeScalars.append(scalar)
        } else {
            shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }
    return text.unicodeScalars.dropFirst(120).isEmpty ? shown : shown + (ascii ? "..." : "…")
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
    default: true
    }
}

/// A duration as people read it, to a tenth of its unit: `850 ns`, `12.3 ms`, `2.0 s`.
func durationText(_ nanoseconds: Int64, ascii: Bool) -> String {
    let sign = nanoseconds < 0 ? "-" : ""
    let magnitude = nanoseconds.magnitude
    guard magnitude >= 1000 else { return "\(sign)\(magnitude) ns" }
    let (unit, name): (UInt64, String) =
        switch magnitude {
        case ..<1_000_000: (1000, ascii ? "us" : "µs")
        case ..<1_000_000_000: (1_000_000, "ms")
        default: (1_000_000_000, "s")
        }
    let tenth = unit / 10
    let (tenths, rest) = magnitude.quotientAndRemainder(dividingBy: tenth)
    let rounded = rest * 2 >= tenth ? tenths + 1 : tenths
    return "\(sign)\(rounded / 10).\(rounded % 10) \(name)"
}
