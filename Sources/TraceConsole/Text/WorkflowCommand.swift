/// A line that GitHub Actions takes out of a log and shows beside the run: `::error title=…::…`.
package enum WorkflowCommand {
    /// Whether the process runs in GitHub Actions: `GITHUB_ACTIONS=true`.
    package static func isWanted(in environment: [String: String]) -> Bool { environment["GITHUB_ACTIONS"] == "true" }

    /// - Parameter name: `error`, `warning` or `notice`.
    package static func text(_ name: String, title: String, message: String) -> String {
        "::\(name) title=\(escaped(title, inProperty: true))::\(escaped(message, inProperty: false))"
    }

    /// The toolkit's escaping: `%` and line ends always, `:` and `,` in properties.
    package static func escaped(_ text: String, inProperty: Bool) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            case ":" where inProperty: "%3A"
            case "," where inProperty: "%2C"
            default: String(scalar)
            }
        }.joined()
    }
}
