import TraceYAML

/// A tree as text, one value per line; `fixtures/yaml/README.md` describes it.
struct YAMLTreeText {
    private(set) var text = ""

    init(_ node: YAMLNode) { append(node, behind: "", indent: "") }

    /// `lead` is the line up to the value; what lies below the value is indented by `indent`.
    private mutating func append(_ node: YAMLNode, behind lead: String, indent: String) {
        if let alias = node.alias { return line(lead, "*\(alias.name)") }
        let flow = node.isFlow ? "flow " : ""
        switch node.content {
        case .scalar(let scalar):
            line(lead, Self.anchor(of: node) + Self.describe(scalar))
        case .sequence(let items):
            line(lead, Self.anchor(of: node) + flow + "sequence")
            for item in items { append(item, behind: indent + "- ", indent: indent + "  ") }
        case .mapping(let entries):
            line(lead, Self.anchor(of: node) + flow + "mapping")
            for entry in entries {
                append(entry.value, behind: indent + Self.key(entry.key) + ": ", indent: indent + "  ")
            }
        }
    }

    private mutating func line(_ lead: String, _ value: String) { text += lead + value + "\n" }

    private static func anchor(of node: YAMLNode) -> String { node.anchor.map { "&\($0.name) " } ?? "" }

    private static func key(_ key: YAMLNode) -> String {
        if let alias = key.alias { return "*\(alias.name)" }
        guard let scalar = key.scalar else { return "no scalar" }
        let quote =
            switch scalar.style {
            case .singleQuoted: "'"
            case .doubleQuoted: "\""
            default: ""
            }
        return anchor(of: key) + quote + escaped(scalar.value) + quote
    }

    private static func describe(_ scalar: YAMLScalar) -> String {
        switch scalar.style {
        case .plain where scalar.kind == .string: "string \"\(escaped(scalar.value))\""
        case .plain where scalar.value.isEmpty: "null"
        case .plain: "\(scalar.kind) \(scalar.value)"
        case .singleQuoted: "single \"\(escaped(scalar.value))\""
        case .doubleQuoted: "double \"\(escaped(scalar.value))\""
        case .literal: "literal \"\(escaped(scalar.value))\""
        case .folded: "folded \"\(escaped(scalar.value))\""
        }
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            case "\t": "\\t"
            case "\r": "\\r"
            case " "..."~": String(scalar)
            default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }.joined()
    }
}
