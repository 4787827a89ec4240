import TraceModel
import TraceRules

/// What of a run is left out of its snapshot, or shown without what changes from run to run.
package struct SnapshotOptions {
    /// Attributes that are left out, by their keys.
    package var ignored: [Glob]
    /// What matches in a text is shown as `<masked>`.
    package var masks: [Regex<AnyRegexOutput>]

    package init(ignored: [Glob] = [], masks: [Regex<AnyRegexOutput>] = []) {
        self.ignored = ignored
        self.masks = masks
    }

    /// Attributes whose values belong to one run, one machine or one release: that they are there is shown, and not what they
    /// say.
    package static let volatile: [Glob] = [
        "process.*", "host.*", "os.*", "thread.*", "container.*", "k8s.pod.*", "service.instance.id", "faas.instance",
        "telemetry.sdk.version", "telemetry.auto.version", "telemetry.distro.version", "exception.stacktrace",
        "code.stacktrace", "ip", "hostname",
    ].map(Glob.init)

    /// From here on systems choose ports for sockets that ask for none (Linux, ip_local_port_range).
    private static let firstEphemeralPort = 32_768

    func includes(_ key: String) -> Bool { !ignored.contains { $0.matches(key) } }

    /// How a value is shown: with its type, so that `200` and `"200"` differ.
    func shown(_ attribute: Attribute, naming names: SnapshotNames) -> String {
        if Self.volatile.contains(where: { $0.matches(attribute.key) }) { return "<changes>" }
        if attribute.key.hasSuffix(".port"), let port = Int(attribute.value.description),
            port >= Self.firstEphemeralPort
        {
            return "<port>"
        }
        return shown(attribute.value, naming: names)
    }

    private func shown(_ value: AttributeValue, naming names: SnapshotNames) -> String {
        switch value {
        case .string(let text): SnapshotNode.quoted(shown(text: text, naming: names))
        case .array(let values): "[" + values.map { shown($0, naming: names) }.joined(separator: ", ") + "]"
        case .map(let entries):
            "{"
                + entries.sorted { $0.key < $1.key }
                .map { "\(SnapshotNode.quoted($0.key)): \(shown($0.value, naming: names))" }.joined(separator: ", ")
                + "}"
        case .empty: "empty"
        case .bool, .int, .double, .bytes: value.description
        }
    }

    /// A text with the names of ids in place of them, without what is masked, and without ports that systems chose.
    func shown(text: String, naming names: SnapshotNames) -> String {
        var text = names.replacingIDs(in: text)
        for mask in masks { text.replace(mask, with: "<masked>") }
        return Self.withoutEphemeralPorts(text)
    }

    private static func withoutEphemeralPorts(_ text: String) -> String {
        guard text.contains(":") else { return text }
        var shown = text
        for host in ["localhost:", "127.0.0.1:", "[::1]:"] {
            shown = shown.split(separator: host, omittingEmptySubsequences: false).enumerated().map { place, part in
                let digits = part.prefix { $0.isASCII && $0.isNumber }
                guard place > 0, let port = Int(digits), port >= firstEphemeralPort, port <= 65_535 else {
                    return String(part)
                }
                return "<port>" + part.dropFirst(digits.count)
            }.joined(separator: host)
        }
        return shown
    }
}
