import TraceYAML

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
