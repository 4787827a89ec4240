import TraceCatalogue
import TraceConsole
import TracePlatform
import TraceRules
import TraceYAML

/// The settings file `harness.yaml` beside fixtures: what verbs that judge are to do there, unless the command line says
/// otherwise.
///
/// ```yaml
/// only: [otlp]
/// skip: [otlp/resource/service-name]
/// level: should
/// owner: [exporter]
/// fail-on: should
/// known-failing: [otlp/span/flags-remote]
/// catalogue: 1.0
/// complete: true
/// ignore: [http.user_agent]
/// mask: ['[0-9]+ms']
/// ```
struct JudgingSettings: Sendable {
    static let fileName = "harness.yaml"

    private(set) var only: [Glob] = []
    private(set) var skip: [Glob] = []
    private(set) var level: RequirementLevel?
    private(set) var owners: Set<RuleOwner> = []
    private(set) var failsOn: RequirementLevel?
    private(set) var knownFailing: [Glob] = []
    private(set) var catalogue: CatalogueVersion?
    private(set) var isComplete = false
    /// Attributes that snapshots leave out.
    private(set) var ignored: [String] = []
    /// Patterns whose matches snapshots replace.
    private(set) var masks: [String] = []

    init() {}

    /// The settings that lie in a folder or beside a file; none when there are none.
    static func besides(_ path: String) throws -> JudgingSettings {
        let folder = Files.isDirectory(path) ? path : folder(of: path)
        let file = folder.isEmpty ? fileName : "\(folder)/\(fileName)"
        guard Files.exists(file) else { return JudgingSettings() }
        return try JudgingSettings(parsing: try Files.read(file), fileName: file)
    }

    init(parsing bytes: [UInt8], fileName: String) throws {
        let root = try YAMLDocument(parsing: bytes, fileName: fileName).root
        // A file of comments alone sets nothing.
        if root.scalar?.kind == .null { return }
        guard let entries = root.mapping else {
            throw problem(fileName, root, "found no mapping; accepted: settings such as 'fail-on: should'")
        }
        for entry in entries {
            let name = entry.key.scalar?.value ?? ""
            if name.hasPrefix("x-") { continue }
            guard let key = Key(rawValue: name) else {
                let hint =
                    nearest(to: name, among: Key.allCases.map(\.rawValue)).map { "; did you mean '\($0)'?" } ?? ""
                throw problem(fileName, entry.key, "there is no setting '\(name)'\(hint)")
            }
            try read(key, entry.value, fileName)
        }
    }

    private enum Key: String, CaseIterable {
        case only, skip, level, owner, failOn = "fail-on", knownFailing = "known-failing", catalogue, complete, ignore,
            mask
    }

    private mutating func read(_ key: Key, _ node: YAMLNode, _ fileName: String) throws {
        switch key {
        case .only: only = try texts(node, fileName).map(Glob.init)
        case .skip: skip = try texts(node, fileName).map(Glob.init)
        case .knownFailing: knownFailing = try texts(node, fileName).map(Glob.init)
        case .ignore: ignored = try texts(node, fileName)
        case .mask: masks = try texts(node, fileName)
        case .level: level = try Self.level(node, fileName)
        case .failOn: failsOn = try Self.level(node, fileName)
        case .owner:
            owners = Set(
                try texts(node, fileName).map { name in
                    guard let owner = RuleOwner(rawValue: name) else {
                        let known = RuleOwner.allCases.map(\.rawValue).joined(separator: ", ")
                        throw problem(fileName, node, "found '\(name)'; accepted: \(known)")
                    }
                    return owner
                })
        case .catalogue:
            guard let text = node.scalar?.source, let version = CatalogueVersion(parsing: text),
                version <= Catalogue.version
            else { throw problem(fileName, node, "accepted: a version up to \(Catalogue.version)") }
            catalogue = version
        case .complete:
            guard let value = node.scalar?.boolean else { throw problem(fileName, node, "accepted: true or false") }
            isComplete = value
        }
    }

    /// A text, or a list of texts.
    private func texts(_ node: YAMLNode, _ fileName: String) throws -> [String] {
        let nodes = node.sequence ?? [node]
        return try nodes.map { item in
            guard let scalar = item.scalar, scalar.kind != .null else {
                throw problem(fileName, item, "accepted: a text, or a list of texts")
            }
            return scalar.value
        }
    }

    private static func level(_ node: YAMLNode, _ fileName: String) throws -> RequirementLevel {
        guard let name = node.scalar?.value, let option = RuleArguments.LevelOption(rawValue: name) else {
            throw problem(fileName, node, "accepted: must, should or warning")
        }
        return option.level
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
}

/// `run/harness.yaml:3:10: accepted: must, should or warning`
private func problem(_ fileName: String, _ node: YAMLNode, _ text: String) -> UsageProblem {
    UsageProblem(
        description: "\(fileName):\(node.range.start.line):\(node.range.start.column): \(text)")
}
