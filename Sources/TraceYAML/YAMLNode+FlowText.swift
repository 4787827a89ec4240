// Writing a value on one line, where only that much can stand: in place of an alias.
extension YAMLNode {
    /// The value as one line that means the same inside and outside brackets. Anchors and aliases are gone: what they
    /// stand for is written out. An empty value stays empty.
    ///
    /// `replaced` may give another text for a node below; it is asked for each, from the outside in.
    package func flowText(replaced: (YAMLNode) -> String? = { _ in nil }) -> String {
        if let text = replaced(self) { return text }
        switch content {
        case .scalar(let scalar):
            return scalar.flowText
        case .sequence(let items):
            // Between commas nothing is no value, so null is named.
            let texts = items.map { item in
                let text = item.flowText(replaced: replaced)
                return text.isEmpty ? "null" : text
            }
            return "[" + texts.joined(separator: ", ") + "]"
        case .mapping(let entries):
            return YAMLFlowText.mapping(
                entries.map { ($0.key.flowText(replaced: replaced), $0.value.flowText(replaced: replaced)) })
        }
    }
}

extension YAMLScalar {
    /// A plain scalar that is safe everywhere as it is; all else in double quotes. What needs quotes holds a character
    /// that no null, truth value or number has, so that its kind stays a string.
    fileprivate var flowText: String {
        guard style == .plain else { return YAMLFlowText.doubleQuoted(value) }
        let isSafe = source == value && !value.utf8.contains { $0.isFlowIndicator }
        return isSafe ? value : YAMLFlowText.doubleQuoted(value)
    }
}

/// The texts of values on one line.
package enum YAMLFlowText {
    package static func mapping(_ entries: [(key: String, value: String)]) -> String {
        let texts = entries.map { entry in
            let key = entry.key.isEmpty ? "null" : entry.key
            // White space before the ':' keeps it apart from whatever the key ends with.
            return entry.value.isEmpty ? "\(key) :" : "\(key) : \(entry.value)"
        }
        return "{" + texts.joined(separator: ", ") + "}"
    }

    /// Any text in double quotes, everything but printable ASCII escaped (YAML 1.2.2, section 5.7).
    package static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case " "..."~": result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
