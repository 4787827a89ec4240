import TraceBytes
import TraceYAML

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
        read(node, setting, accepted: "an http:// URL such as http://host:5001") { text throws(HTTPURLError) in
            try HTTPURL(parsing: text)
        } url: {
            $0
        }
    }

    static let endpointAccepted =
        "a URL such as http://host:9411/api/v2/spans, http://host:4318/v1/traces, grpc://host:4317, udp://host:6831"

    mutating func exportEndpoint(_ node: YAMLNode) -> ExportEndpoint? {
        read(node, .endpoint, accepted: Self.endpointAccepted) { text throws(HTTPURLError) in
            try ExportEndpoint(parsing: text)
        } url: {
            if case .http(let url) = $0 { url } else { nil }
        }
    }

    /// A text that is some kind of URL; one with TLS is refused with what to do.
    private mutating func read<Value>(
        _ node: YAMLNode, _ setting: HopSetting, accepted: String,
        _ parse: (String) throws(HTTPURLError) -> Value, url: (Value) -> HTTPURL?
    ) -> Value? {
        guard let scalar = node.scalar, scalar.kind == .string else {
            wrongType(node, accepted: accepted, setting)
            return nil
        }
        do throws(HTTPURLError) {
            let value = try parse(scalar.value)
            if url(value)?.scheme != .https { return value }
            report(
                "found \(Self.name(of: node)), but there is no TLS without packages",
                accepted: "an http:// URL, that of a local proxy if the other end insists on TLS", at: node, setting)
        } catch {
            report("found \(Self.name(of: node)) with \(error)", accepted: accepted, at: node, setting)
        }
        return nil
    }
}
