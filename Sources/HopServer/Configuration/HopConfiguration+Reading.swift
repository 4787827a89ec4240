import TraceBytes
import TraceYAML

extension HopConfiguration {
    /// Reads a configuration out of a parsed file; throws every problem at once.
    package init(reading document: YAMLDocument) throws(ConfigurationProblems) {
        var reader = ConfigurationReader(fileName: document.fileName)
        let configuration = reader.configuration(document.root)
        guard let configuration, reader.problems.isEmpty else {
            // Offsets differ or tell the same place, where the order of reading is as good as any.
            let ordered = reader.problems.enumerated().sorted {
                ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
            }
            throw ConfigurationProblems(problems: ordered.map(\.element))
        }
        self = configuration
    }
}

extension ConfigurationReader {
    fileprivate mutating func configuration(_ node: YAMLNode) -> HopConfiguration? {
        guard let root = root(node) else { return nil }
        let server = server(in: root)
        let traffic = traffic(in: root)
        let tracing = tracing(in: root)
        guard let server, let traffic, let tracing else { return nil }
        return HopConfiguration(server: server, traffic: traffic, tracing: tracing)
    }

    // MARK: server

    private mutating func server(in root: ConfigurationBlock) -> HopConfiguration.Server? {
        guard let block = mandatory(.server, in: root) else { return nil }
        let name = name(in: block)
        let port = integer(.serverPort, in: block, 0...Int(UInt16.max))
        var isDebug: Bool? = false
        if let node = block.value(of: .serverDebug), node.scalar?.isNull != true {
            isDebug = boolean(node, .serverDebug)
        }
        guard let name, let port, let isDebug else { return nil }
        return HopConfiguration.Server(name: name, port: UInt16(clamping: port), isDebug: isDebug)
    }

    private mutating func name(in block: ConfigurationBlock) -> String? {
        let accepted = "a string of 1 to 255 printable ASCII characters without quotes, backslash and outer spaces"
        guard let node = required(.serverName, in: block, accepted: accepted) else { return nil }
        guard let scalar = node.scalar, scalar.kind == .string, Self.isName(scalar.value) else {
            wrongType(node, accepted: accepted, .serverName)
            return nil
        }
        return scalar.value
    }

    private static func isName(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count) && !text.hasPrefix(" ") && !text.hasSuffix(" ")
            && text.utf8.allSatisfy { (0x20...0x7e).contains($0) && !"\"'\\".utf8.contains($0) }
    }

    // MARK: traffic

    private mutating func traffic(in root: ConfigurationBlock) -> HopConfiguration.Traffic? {
        guard let entry = root.entry(of: .traffic) else {
            missing(
                .traffic, in: root, accepted: "a mapping of upstream_host, delay, error; an empty one for a last hop")
            return nil
        }
        if entry.value.scalar?.isNull == true { return HopConfiguration.Traffic() }
        guard let block = block(.traffic, in: root) else { return nil }
        return HopConfiguration.Traffic(upstream: upstream(in: block), delay: delay(in: block), error: error(in: block))
    }

    /// Absent, empty or null at a last hop; the original also takes `None`, which Python's templates print.
    private mutating func upstream(in block: ConfigurationBlock) -> HTTPURL? {
        guard let node = block.value(of: .upstreamHost) else { return nil }
        if let scalar = node.scalar, scalar.isNull || scalar.value.isEmpty || scalar.value == "None" { return nil }
        return url(node, .upstreamHost)
    }

    private mutating func delay(in traffic: ConfigurationBlock) -> HopConfiguration.Delay? {
        guard let block = block(.delay, in: traffic) else { return nil }
        let isEnabled = required(.delayEnabled, in: block, accepted: "true or false").flatMap {
            boolean($0, .delayEnabled)
        }
        let rate = number(.delayRate, in: block, 0...100, unit: "percent")
        let seconds = 0...HopConfiguration.Delay.longestSeconds
        let from = number(.delayFrom, in: block, seconds, unit: "seconds")
        let to = number(.delayTo, in: block, seconds, unit: "seconds")
        guard let isEnabled, let rate, let from, let to else { return nil }
        guard from <= to else {
            if let node = block.value(of: .delayFrom) {
                let limit = block.value(of: .delayTo)?.scalar?.excerpt ?? ""
                report(
                    "found \(Self.name(of: node)), more than 'to'", accepted: "at most \(limit)", at: node, .delayFrom)
            }
            return nil
        }
        return HopConfiguration.Delay(isEnabled: isEnabled, rate: rate, fromSeconds: from, toSeconds: to)
    }

    private mutating func error(in traffic: ConfigurationBlock) -> HopConfiguration.InjectedError? {
        guard let block = block(.error, in: traffic) else { return nil }
        let isEnabled = required(.errorEnabled, in: block, accepted: "true or false").flatMap {
            boolean($0, .errorEnabled)
        }
        let rate = number(.errorRate, in: block, 0...100, unit: "percent")
        let code = integer(.errorCode, in: block, 400...599)
        guard let isEnabled, let rate, let code else { return nil }
        return HopConfiguration.InjectedError(isEnabled: isEnabled, rate: rate, code: code)
    }

    // MARK: tracing

    private mutating func tracing(in root: ConfigurationBlock) -> HopConfiguration.Tracing? {
        guard let block = mandatory(.tracing, in: root) else { return nil }
        let endpoint = required(.endpoint, in: block, accepted: Self.endpointAccepted).flatMap {
            exportEndpoint($0)
        }
        let exportForm = exportForm(in: block, endpoint)
        let tags = tags(in: block)
        guard let endpoint else { return nil }
        return HopConfiguration.Tracing(endpoint: endpoint, exportForm: exportForm, tags: tags)
    }

    /// Absent where the endpoint says enough.
    private mutating func exportForm(in block: ConfigurationBlock, _ endpoint: ExportEndpoint?) -> ExportForm? {
        guard let node = block.value(of: .exportForm), node.scalar?.isNull != true else { return nil }
        guard let form = node.scalar.flatMap({ ExportForm(rawValue: $0.value) }) else {
            wrongType(node, accepted: ExportForm.allCases.map(\.rawValue).joined(separator: ", "), .exportForm)
            return nil
        }
        if let endpoint, let conflict = ExportForm.conflict(form, with: endpoint) {
            report("found \(form.rawValue)", accepted: "what fits the endpoint: \(conflict)", at: node, .exportForm)
        }
        return form
    }

    /// The keys are the user's own, so none of them is unknown, and `x-` is nothing special.
    private mutating func tags(in block: ConfigurationBlock) -> [HopConfiguration.Tag] {
        guard let node = block.value(of: .tags), node.scalar?.isNull != true else { return [] }
        guard let entries = node.mapping else {
            wrongType(node, accepted: "a mapping of names to scalars", .tags)
            return []
        }
        return entries.compactMap { entry in
            guard let key = entry.key.scalar?.value, !key.isEmpty else {
                report("found an empty name", accepted: "a name of at least one character", at: entry.key, .tags)
                return nil
            }
            guard let scalar = entry.value.scalar else {
                report(
                    "found \(Self.name(of: entry.value)) as the value of '\(entry.key.scalar?.excerpt ?? "")'",
                    accepted: "a scalar", at: entry.value, .tags)
                return nil
            }
            return HopConfiguration.Tag(key: key, value: scalar.value)
        }
    }

    /// A block that has to be there and to hold something.
    private mutating func mandatory(_ setting: HopSetting, in root: ConfigurationBlock) -> ConfigurationBlock? {
        let accepted = "a mapping of " + HopSetting.settings(in: setting).map(\.key).joined(separator: ", ")
        guard let node = required(setting, in: root, accepted: accepted) else { return nil }
        if node.scalar?.isNull == true {
            wrongType(node, accepted: accepted, setting)
            return nil
        }
        return block(setting, in: root)
    }
}
