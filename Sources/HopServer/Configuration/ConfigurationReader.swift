import TraceYAML

/// Reads settings out of a tree and collects what is wrong with them. Every accessor returns `nil` after it has
/// reported a problem, so that reading goes on and all problems are told in one go.
struct ConfigurationReader {
    let fileName: String
    private(set) var problems: [ConfigurationProblem] = []

    init(fileName: String) { self.fileName = fileName }

    mutating func report(
        _ found: String, accepted: String, at position: YAMLPosition, path: String?
    ) {
        problems.append(
            ConfigurationProblem(
                fileName: fileName, position: position, path: path, found: found, accepted: accepted))
    }

    mutating func report(_ found: String, accepted: String, at node: YAMLNode, _ setting: HopSetting) {
        let origin = node.alias.map { " (by the alias of line \($0.target.start.line))" } ?? ""
        report(found + origin, accepted: accepted, at: node.range.start, path: setting.rawValue)
    }

    mutating func wrongType(_ node: YAMLNode, accepted: String, _ setting: HopSetting) {
        report("found \(Self.name(of: node))", accepted: accepted, at: node, setting)
    }

    mutating func missing(_ setting: HopSetting, in block: ConfigurationBlock, accepted: String) {
        report("missing", accepted: accepted, at: block.position, path: setting.rawValue)
    }

    /// What a value is, for messages: `the integer 5`, `a mapping`.
    static func name(of node: YAMLNode) -> String {
        switch node.content {
        case .mapping: "a mapping"
        case .sequence: "a sequence"
        case .scalar(let scalar):
            switch scalar.kind {
            case .null: scalar.source.isEmpty ? "no value" : "the null \(scalar.excerpt)"
            // Quotes belong to the source of what is in quotes, and show why `"5000"` is no number.
            case .string: scalar.style == .plain ? "the string '\(scalar.excerpt)'" : "the string \(scalar.excerpt)"
            case .boolean, .integer, .float: "the \(scalar.kind.rawValue) \(scalar.excerpt)"
            }
        }
    }
}
