/// The bytes without the optional white space around them (RFC 9110 section 5.6.3: spaces and tabs).
///
/// An HTTP reader has stripped fields already; other carriers have not.
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
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
func dashSeparated(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    parts.reserveCapacity(5)
    var start = text.startIndex
    for index in text.indices where text[index] == 0x2d && parts.count < 4 {
        parts.append(text[start..<index])
        start = index + 1  // at most the end of the text
    }
    parts.append(text[start...])
    return parts
}
