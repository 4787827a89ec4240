import TraceBytes
import TraceConsole

/// The `curl` command that sends a request of the harness again, for a POSIX shell (`$'…'` since POSIX.1-2024, section 2.2.4).
///
/// Every line is as narrow as was asked for: words go onto lines of their own, and a word that is still too long is
/// continued at the start of the next line, where the shell joins it.
struct CurlCommand {
    private let words: [[Piece]]

    /// One byte sequence that the shell must see as it is, or text that it must expand.
    private enum Piece {
        case literal([UInt8])
        case expanded(String)
    }

    /// What curl writes itself.
    private static let ownFields = ["host", "connection", "content-length"]

    /// - Parameter entryURL: without a path; where nil, the shell's variable `ENTRY` stands for host and port.
    init(_ request: SentRequest, entryURL: String?) {
        var words: [[Piece]] = []
        for field in request.headers where !Self.ownFields.contains(field.nameText.lowercased()) {
            words.append([.expanded("-H "), .literal(field.name + Array(": ".utf8) + Self.shown(field))])
        }
        let base: Piece = entryURL.map { .literal(Array($0.utf8)) } ?? .expanded("http://$ENTRY")
        words.append([base, .literal(Array(request.target.utf8))])
        self.words = words
    }

    private static func shown(_ field: HeaderField) -> [UInt8] {
        SecretHeaders.isSecret(field.nameText)
            ? Array(SecretHeaders.replacement(of: field.value).utf8) : Array(field.value)
    }

    private struct Line {
        var text: String
        /// The word goes on in the next line, without a space.
        var isTorn = false
    }

    /// The lines of the command, each at most `width` wide; all but the last end in a backslash.
    func lines(width: Int, indent: Int) -> [String] {
        var lines = [Line(text: String(repeating: " ", count: indent) + "curl -i")]
        for word in words {
            var line = Line(text: String(repeating: " ", count: indent + 2))
            for piece in word {
                switch piece {
                case .expanded(let text): line.text += text
                case .literal(let bytes): lines += Self.torn(ShellText(bytes), after: &line, width: width - 2)
                }
            }
            lines.append(line)
        }
        return lines.enumerated().map { number, line in
            number == lines.count - 1 ? line.text : line.text + (line.isTorn ? "\\" : " \\")
        }
    }

    /// Writes a text, quoted where it must be, behind what stands in the line; returns the lines that it filled, and leaves the last open.
    private static func torn(_ text: ShellText, after line: inout Line, width: Int) -> [Line] {
        if text.isOneWord, line.text.utf8.count + text.units.count <= width {
            line.text += text.units.joined()
            return []
        }
        var filled: [Line] = []
        line.text += text.opening
        for unit in text.units {
            if line.text.utf8.count + unit.utf8.count + 1 > width {
                filled.append(Line(text: line.text + "'", isTorn: true))
                line.text = text.opening
            }
            line.text += unit
        }
        line.text += "'"
        return filled
    }
}

/// Bytes in quotes of the shell: `'…'`, and `$'…'` where they are not all printable ASCII.
private struct ShellText {
    let opening: String
    /// Nothing in it has a meaning for the shell, so that it needs no quotes.
    let isOneWord: Bool
    /// What stands between the quotes, in pieces that must not be torn.
    let units: [String]

    init(_ bytes: [UInt8]) {
        let isPlain = bytes.allSatisfy { (0x20...0x7e).contains($0) }
        opening = isPlain ? "'" : "$'"
        isOneWord = isPlain && String(decoding: bytes, as: UTF8.self).isShellWord
        units = bytes.map { byte in
            switch byte {
            case UInt8(ascii: "'"): return isPlain ? "'\\''" : "\\'"
            case UInt8(ascii: "\\") where !isPlain: return "\\\\"
            case 0x20...0x7e: return String(Character(Unicode.Scalar(byte)))
            default: return "\\x" + hexDigits([byte])
            }
        }
    }
}
