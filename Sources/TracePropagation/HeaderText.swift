/// The bytes without the optional white space around them (RFC 9110 section 5.6.3: spaces and tabs).
///
/// An HTTP reader has stripped fields already; other carriers have not.
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    // Mostly there is none.
    if let first = bytes.first, let last = bytes.last, !isBlank(first), !isBlank(last) { return bytes }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return bytes.prefix(0) }
    return bytes[first...last]
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

/// Received bytes as a report quotes them: printable ASCII as it is, the rest as `\xc3`, cut after 80.
func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    if bytes.isEmpty { return "nothing" }
    let shown = bytes.prefix(80).map { byte -> String in
        if (0x20...0x7e).contains(byte) { return String(Unicode.Scalar(byte)) }
        return "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    let rest = bytes.count > 80 ? "… (\(bytes.count) bytes)" : ""
    return "'" + shown.joined() + rest + "'"
}

/// The parts of a text with dashes between, `00-4bf9…-00f0…-01`; what stands behind the fourth dash is one part, dashes
/// and all.
///
/// A value and not an array: every request brings two of them.
struct DashSeparated {
    private let text: ArraySlice<UInt8>
    /// Where the parts end that a dash follows; of the parts behind them, the end of the text.
    private var ends: (Int, Int, Int, Int)
    /// One to five.
    private(set) var count = 1

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        ends = (text.endIndex, text.endIndex, text.endIndex, text.endIndex)
        for index in text.indices where text[index] == 0x2d {
            switch count {
            case 1: ends.0 = index
            case 2: ends.1 = index
            case 3: ends.2 = index
            default: ends.3 = index
            }
            count += 1
            if count == 5 { return }
        }
    }

    /// The part of this number, from 0; an empty one where there are not so many.
    subscript(number: Int) -> ArraySlice<UInt8> {
        switch number {
        case 0: text[..<ends.0]
        case 1: part(from: ends.0, to: ends.1)
        case 2: part(from: ends.1, to: ends.2)
        case 3: part(from: ends.2, to: ends.3)
        default: part(from: ends.3, to: text.endIndex)
        }
    }

    private func part(from dash: Int, to end: Int) -> ArraySlice<UInt8> {
        dash < end ? text[dash + 1..<end] : text[text.endIndex...]
    }
}
