/// Why a text is not taken: the first place that is not YAML, or not in the subset that is read here.
package struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name that the caller gave to the text.
    package let fileName: String
    package let position: YAMLPosition
    /// What stands there, such as `a tab as indentation`. Printable: input with control characters is refused first.
    package let found: String
    /// What would have been taken in its place, such as `spaces`.
    package let accepted: String

    /// One line in the form of compilers: `a.yaml:2:1: found a tab as indentation; accepted: spaces`.
    package var description: String {
        "\(fileName):\(position.line):\(position.column): found \(found); accepted: \(accepted)"
    }
}
