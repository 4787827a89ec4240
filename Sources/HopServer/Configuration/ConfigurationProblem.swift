import TraceYAML

/// One thing that is wrong in a configuration file.
package struct ConfigurationProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let fileName: String
    /// Where it stands; for a key that is missing, where its mapping begins.
    package let position: YAMLPosition
    /// The key that it is about, such as `server.port`; absent when the text is not YAML.
    package let path: String?
    /// What is wrong: `found the string 'x'`.
    package let found: String
    /// What would be taken.
    package let accepted: String

    /// One line in the form of compilers:
    /// `a.yaml:4:9: server.port: found the string 'x'; accepted: an integer from 0 to 65535`.
    package var description: String {
        let subject = path.map { "\($0): " } ?? ""
        return "\(fileName):\(position.line):\(position.column): \(subject)\(found); accepted: \(accepted)"
    }
}

/// Everything that is wrong in a configuration file, in the order of the text; never empty.
package struct ConfigurationProblems: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [ConfigurationProblem]

    /// One line for each problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ConfigurationProblem {
    init(_ error: YAMLError) {
        self.init(
            fileName: error.fileName, position: error.position, path: nil, found: "found \(error.found)",
            accepted: error.accepted)
    }
}
