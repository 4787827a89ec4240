/// Text made fit for XML 1.0 (fifth edition), sections 2.2 and 2.4.
package enum XMLText {
    /// For the value of an attribute in double quotes: line ends and tabs as references, or a reader turns them into spaces
    /// (section 3.3.3).
    package static func attribute(_ text: String) -> String { escaped(text, keepingLines: false) }

    /// For the content of an element.
    package static func content(_ text: String) -> String { escaped(text, keepingLines: true) }

    /// ` name="value"` for each value that is there.
    package static func attributes(_ pairs: [(String, String?)]) -> String {
        pairs.map { name, value in value.map { " \(name)=\"\(attribute($0))\"" } ?? "" }.joined()
    }

    private static func escaped(_ text: String, keepingLines: Bool) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"" where !keepingLines: output += "&quot;"
            case "\n", "\t":
                if keepingLines { output.unicodeScalars.append(scalar) } else { output += "&#\(scalar.value);" }
            case "\r": output += "&#13;"
            default:
                // No reference may name what the production Char leaves out; a reader of the report sees it spelt.
                if isForbidden(scalar) {
                    output += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    output.unicodeScalars.append(scalar)
                }
            }
        }
        return output
    }

    /// Outside of Char (section 2.2), or discouraged there: controls and noncharacters.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || scalar.value & 0xfffe == 0xfffe
            || (0xfdd0...0xfdef).contains(scalar.value)
    }
}
