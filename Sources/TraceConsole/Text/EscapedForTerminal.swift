extension StringProtocol {
    /// The text with everything that could steer a terminal made visible: `\n` `\r` `\t`, and else `\u{1b}`.
    ///
    /// Text that others sent (span names, header values, command lines) goes through here before it is shown. Escaped are
    /// control characters (C0, DEL, C1), line and paragraph separators, and the invisible format characters, among
    /// them those that reverse the direction of text; the two joiners that scripts and emoji need stay.
    package var escapedForTerminal: String {
        guard unicodeScalars.contains(where: \.steersTerminals) else { return String(self) }
        var safe = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard scalar.steersTerminals else {
                safe.append(scalar)
                continue
            }
            switch scalar {
            case "\n": safe.append(contentsOf: "\\n".unicodeScalars)
            case "\r": safe.append(contentsOf: "\\r".unicodeScalars)
            case "\t": safe.append(contentsOf: "\\t".unicodeScalars)
            default: safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(safe)
    }
}

extension Unicode.Scalar {
    fileprivate var steersTerminals: Bool {
        if value < 0x7f { return value < 0x20 }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        case .format: return value != 0x200c && value != 0x200d  // zero width non-joiner, zero width joiner
        default: return false
        }
    }
}
