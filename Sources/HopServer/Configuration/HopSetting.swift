/// A key that configuration files may hold; the raw value is its path.
package enum HopSetting: String, Hashable, Sendable, CaseIterable {
    case server
    case serverName = "server.name"
    case serverPort = "server.port"
    case serverDebug = "server.debug"
    case traffic
    case upstreamHost = "traffic.upstream_host"
    case delay = "traffic.delay"
    case delayEnabled = "traffic.delay.enabled"
    case delayRate = "traffic.delay.rate"
    case delayFrom = "traffic.delay.from"
    case delayTo = "traffic.delay.to"
    case error = "traffic.error"
    case errorEnabled = "traffic.error.enabled"
    case errorRate = "traffic.error.rate"
    case errorCode = "traffic.error.code"
    case tracing
    case endpoint = "tracing.endpoint"
    case exportForm = "tracing.protocol"
    case tags = "tracing.tags"

    /// The keys from the top of the file down.
    package var path: [String] { rawValue.split(separator: ".").map(String.init) }

    /// The last of its keys, as it is written in the file.
    package var key: String { path.last ?? rawValue }

    /// The setting whose mapping holds this one; absent at the top.
    package var parent: HopSetting? { HopSetting(rawValue: path.dropLast().joined(separator: ".")) }

    /// The settings in the mapping of `parent`, in the order of the documentation.
    package static func settings(in parent: HopSetting?) -> [HopSetting] {
        allCases.filter { $0.parent == parent }
    }
}
