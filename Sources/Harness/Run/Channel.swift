import FakeCollector
import HopServer

/// One receiver of a run: whose spans it takes, and in which form.
struct Channel: Hashable, Sendable {
    let hop: Int
    let form: ExportForm
}

/// The receivers of a run by their labels.
struct Channels: Sendable {
    private(set) var all: [Channel] = []
    private var byLabel: [String: Channel] = [:]

    /// Returns the label of the receiver.
    mutating func add(_ channel: Channel) -> String {
        let label = "\(channel.hop)/\(channel.form.rawValue)"
        all.append(channel)
        byLabel[label] = channel
        return label
    }

    subscript(label: String) -> Channel? { byLabel[label] }
}

extension ReceiverForm {
    /// The receiver that takes a form.
    init(_ form: ExportForm) {
        switch form {
        case .zipkinV2, .zipkinV2Protobuf, .console: self = .zipkin
        case .otlpJSON, .otlpProtobuf: self = .otlp
        case .otlpGRPC: self = .otlpGRPC
        case .jaegerHTTP: self = .jaegerHTTP
        case .jaegerCompact: self = .jaegerCompact
        case .jaegerBinary: self = .jaegerBinary
        }
    }
}
