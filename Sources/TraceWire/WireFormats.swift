/// The wire formats that are taken and sent, one value each; what a receiver listens for and an exporter says.
public struct WireFormat: Hashable, Sendable {
    /// The name in options, reports and folders of fixtures: `zipkin-v2`.
    public let name: String
    /// What carries a payload.
    public let carrier: Carrier
    /// The port that servers of this format listen on by default.
    public let defaultPort: UInt16

    /// How a payload travels.
    public enum Carrier: Hashable, Sendable {
        /// As the body of a POST to a path, `/api/v2/spans`, with what senders declare, `application/json`.
        case http(path: String, contentType: String)
        /// As one datagram that nobody answers.
        case udp
    }

    public init(name: String, carrier: Carrier, defaultPort: UInt16) {
        self.name = name
        self.carrier = carrier
        self.defaultPort = defaultPort
    }

    public init(name: String, path: String, contentType: String, defaultPort: UInt16) {
        self.init(name: name, carrier: .http(path: path, contentType: contentType), defaultPort: defaultPort)
    }

    /// The target of the POST: `/api/v2/spans`; empty for datagrams.
    public var path: String {
        if case .http(let path, _) = carrier { path } else { "" }
    }

    /// What senders declare: `application/json`; empty for datagrams.
    public var contentType: String {
        if case .http(_, let contentType) = carrier { contentType } else { "" }
    }

    /// Every format that is taken.
    public static let all: [WireFormat] = [
        ZipkinV2.json, ZipkinV2.protobuf, ZipkinV1.json, ZipkinV1.thrift, ZipkinV1.udp, OTLP.json, OTLP.protobuf,
        Jaeger.compact, Jaeger.binary, Jaeger.http,
    ]
}
