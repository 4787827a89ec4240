import TraceYAML

/// A configuration together with the text that it was read from.
package struct HopConfigurationFile: Sendable {
    package let document: YAMLDocument
    package let configuration: HopConfiguration

    /// Reads the bytes of a file; `fileName` is for messages. What is not YAML is one problem, at the first bad place.
    package init(parsing bytes: [UInt8], fileName: String) throws(ConfigurationProblems) {
        do {
            document = try YAMLDocument(parsing: bytes, fileName: fileName)
        } catch {
            throw ConfigurationProblems(problems: [ConfigurationProblem(error)])
        }
        configuration = try HopConfiguration(reading: document)
    }

    /// The value of a setting as it stands in the text; `nil` when its key or a mapping around it is absent.
    package func node(of setting: HopSetting) -> YAMLNode? {
        setting.path.reduce(document.root as YAMLNode?) { node, key in node?[key] }
    }

    /// Where a setting stands, or the nearest mapping around it that does.
    package func position(of setting: HopSetting) -> YAMLPosition {
        if let node = node(of: setting) { return node.range.start }
        return setting.parent.map { position(of: $0) } ?? document.root.range.start
    }

    /// A problem that only somebody who knows more than this file can see, such as an upstream that is no hop.
    package func problem(_ setting: HopSetting, found: String, accepted: String) -> ConfigurationProblem {
        ConfigurationProblem(
            fileName: document.fileName, position: position(of: setting), path: setting.rawValue, found: found,
            accepted: accepted)
    }
}
