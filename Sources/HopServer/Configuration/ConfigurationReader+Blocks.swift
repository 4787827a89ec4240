import TraceConsole
import TraceYAML

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
