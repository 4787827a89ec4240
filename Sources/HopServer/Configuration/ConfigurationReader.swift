import TraceBytes
import TraceConsole
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

/// A mapping of ours: its entries by key, without those that begin with `x-`.
struct ConfigurationBlock {
    /// Where it is said to lack something.
    let position: YAMLPosition
    private let entries: [YAMLEntry]

    init(_ node: YAMLNode, position: YAMLPosition) {
        self.position = position
        entries = node.mapping ?? []
    }

    /// The value of a setting; `nil` when its key is absent.
    func value(of setting: HopSetting) -> YAMLNode? { entry(of: setting)?.value }

    func entry(of setting: HopSetting) -> YAMLEntry? {
        entries.first { $0.key.scalar?.value == setting.key }
    }

    /// Keys that are neither settings of this block nor `x-…`.
    func unknownKeys(besides settings: [HopSetting]) -> [YAMLNode] {
        entries.map(\.key).filter { key in
            let name = key.scalar?.value ?? ""
            return !name.hasPrefix("x-") && !settings.contains { $0.key == name }
        }
    }
}

// MARK: - Blocks

extension ConfigurationReader {
    /// The top of the file.
    mutating func root(_ node: YAMLNode) -> ConfigurationBlock? {
        let accepted = HopSetting.settings(in: nil).map(\.key).joined(separator: ", ")
        guard node.mapping != nil else {
            report(
                "found \(Self.name(of: node))", accepted: "a mapping of \(accepted)", at: node.range.start, path: nil)
            return nil
        }
        return checked(ConfigurationBlock(node, position: node.range.start), of: nil)
    }

    /// The mapping of a setting; `nil` when it is absent or null, and after a problem.
    mutating func block(_ setting: HopSetting, in parent: ConfigurationBlock) -> ConfigurationBlock? {
        guard let entry = parent.entry(of: setting), entry.value.scalar?.isNull != true else { return nil }
        let settings = HopSetting.settings(in: setting)
        guard entry.value.mapping != nil else {
            wrongType(
                entry.value, accepted: "a mapping of \(settings.map(\.key).joined(separator: ", "))", setting)
            return nil
        }
        return checked(ConfigurationBlock(entry.value, position: entry.key.range.start), of: setting)
    }

    private mutating func checked(_ block: ConfigurationBlock, of parent: HopSetting?) -> ConfigurationBlock {
        let settings = HopSetting.settings(in: parent)
        for key in block.unknownKeys(besides: settings) {
            guard let scalar = key.scalar else { continue }
            let path = parent.map { "\($0.rawValue): " } ?? ""
            report(
                "\(path)unknown key '\(scalar.excerpt)'\(hint(for: scalar.value, among: settings))",
                accepted: settings.map(\.key).joined(separator: ", ") + ", or a key that begins with x-",
                at: key.range.start, path: nil)
        }
        return block
    }

    /// What was probably meant: a key of this mapping with a slip in it, or one that belongs elsewhere.
    private func hint(for name: String, among settings: [HopSetting]) -> String {
        if let near = nearest(to: name, among: settings.map(\.key)) { return " (did you mean '\(near)'?)" }
        if let elsewhere = HopSetting.allCases.first(where: { $0.key == name }) {
            return elsewhere.parent.map { " (it belongs into \($0.rawValue))" }
                ?? " (it belongs to the top of the file)"
        }
        return ""
    }
}

// MARK: - Values

extension ConfigurationReader {
    /// The scalar of a setting that has to be there.
    mutating func required(
        _ setting: HopSetting, in block: ConfigurationBlock, accepted: String
    ) -> YAMLNode? {
        guard let node = block.value(of: setting) else {
            missing(setting, in: block, accepted: accepted)
            return nil
        }
        return node
    }

    mutating func boolean(_ node: YAMLNode, _ setting: HopSetting) -> Bool? {
        guard let value = node.scalar?.boolean else {
            wrongType(node, accepted: "true or false", setting)
            return nil
        }
        return value
    }

    mutating func integer(_ setting: HopSetting, in block: ConfigurationBlock, _ range: ClosedRange<Int>) -> Int? {
        let accepted = "an integer from \(range.lowerBound) to \(range.upperBound)"
        guard let node = required(setting, in: block, accepted: accepted) else { return nil }
        guard let value = node.scalar?.integer, range.contains(value) else {
            wrongType(node, accepted: accepted, setting)
            return nil
        }
        return value
    }

    mutating func number(
        _ setting: HopSetting, in block: ConfigurationBlock, _ range: ClosedRange<Double>, unit: String
    ) -> Double? {
        let accepted = "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)) (\(unit))"
        guard let node = required(setting, in: block, accepted: accepted) else { return nil }
        // Not a number is in no range.
        guard let value = node.scalar?.number, range.contains(value) else {
            wrongType(node, accepted: accepted, setting)
            return nil
        }
        return value
    }

    /// A URL that can be called: `http` only.
    mutating func url(_ node: YAMLNode, _ setting: HopSetting) -> HTTPURL? {
        let accepted = "an http:// URL such as http://host:9411/path"
        guard let scalar = node.scalar, scalar.kind == .string else {
            wrongType(node, accepted: accepted, setting)
            return nil
        }
        do {
            let url = try HTTPURL(parsing: scalar.value)
            if url.scheme == .http { return url }
            report(
                "found \(Self.name(of: node)), but there is no TLS without packages",
                accepted: "an http:// URL, that of a local proxy if the other end insists on TLS", at: node, setting)
        } catch {
            report("found \(Self.name(of: node)) with \(error)", accepted: accepted, at: node, setting)
        }
        return nil
    }
}
