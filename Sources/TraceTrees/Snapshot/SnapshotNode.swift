/// A line of a snapshot, and what belongs below it.
///
/// ```
/// SERVER "GET /users" of shop = span-1
///   http.route = "/users"
/// ```
package struct SnapshotNode: Hashable, Sendable {
    /// What two runs of one program have in common: `http.route`, `SERVER "GET /users" of shop`.
    package var key: String
    /// nil where there is no ` = `.
    package var value: String?
    package var children: [SnapshotNode]

    package init(_ key: String, _ value: String? = nil, _ children: [SnapshotNode] = []) {
        self.key = key
        self.value = value
        self.children = children
    }

    /// The line without its indentation.
    package var line: String { value.map { "\(key) = \($0)" } ?? key }

    /// The line and all below it, each indented by two spaces more than what it belongs to and ended by `\n`.
    package func text(indent: Int = 0) -> String {
        let own = String(repeating: " ", count: indent) + line + "\n"
        return own + children.map { $0.text(indent: indent + 2) }.joined()
    }

    /// A text between quotes, on one line: `"say \"hi\"\n"`.
    package static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                // Line separators would end the line for some editors.
                if scalar.value < 0x20 || scalar.value == 0x7f || scalar.value == 0x2028 || scalar.value == 0x2029 {
                    quoted += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}

extension [SnapshotNode] {
    /// Reads what ``SnapshotNode/text(indent:)`` wrote: each line below the last one that is indented less.
    package init(parsingSnapshot text: String) {
        var roots: [SnapshotNode] = []
        var open: [(indent: Int, node: SnapshotNode)] = []
        func close(downTo indent: Int) {
            while let last = open.last, last.indent >= indent {
                open.removeLast()
                if open.isEmpty {
                    roots.append(last.node)
                } else {
                    open[open.count - 1].node.children.append(last.node)
                }
            }
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) where !line.hasPrefix("#") {
            let indent = line.prefix { $0 == " " }.count
            close(downTo: indent)
            open.append((indent, SnapshotNode(line: line.dropFirst(indent))))
        }
        close(downTo: 0)
        self = roots
    }
}

extension SnapshotNode {
    /// Divides a line at the first ` = ` outside of quotes.
    fileprivate init(line: Substring) {
        var isQuoted = false
        var isEscaped = false
        var index = line.startIndex
        while index < line.endIndex {
            let character = line[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = isQuoted
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, line[index...].hasPrefix(" = ") {
                self.init(String(line[..<index]), String(line[index...].dropFirst(3)))
                return
            }
            index = line.index(after: index)
        }
        self.init(String(line))
    }
}
