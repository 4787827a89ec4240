import TraceBytes
import TraceModel

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
        /// As the message of a call of gRPC, `/package.Service/Method`.
        case grpc(method: String)
    }

    public init(name: String, carrier: Carrier, defaultPort: UInt16) {
        self.name = name
        self.carrier = carrier
        self.defaultPort = defaultPort
    }

    public init(name: String, path: String, contentType: String, defaultPort: UInt16) {
        self.init(name: name, carrier: .http(path: path, contentType: contentType), defaultPort: defaultPort)
    }

    /// The target of the POST, `/api/v2/spans`, which of a call of gRPC is its method; empty for datagrams.
    public var path: String {
        switch carrier {
        case .http(let path, _), .grpc(let path): path
        case .udp: ""
        }
    }

    /// What senders declare: `application/json`; empty for datagrams.
    public var contentType: String {
        switch carrier {
        case .http(_, let contentType): contentType
        case .grpc: "application/grpc"
        case .udp: ""
        }
    }

    /// Every format that is taken.
    public static let all: [WireFormat] = [
        ZipkinV2.json, ZipkinV2.protobuf, ZipkinV1.json, ZipkinV1.thrift, ZipkinV1.udp, OTLP.json, OTLP.protobuf,
        OTLP.grpc, Jaeger.compact, Jaeger.binary, Jaeger.http, Jaeger.grpc,
    ]
}

extension WireFormat {
    /// Adds the spans of a payload of this format to a store, all or none.
    ///
    /// - Returns: how many spans were added.
    /// - Throws: what of the payload cannot be read; everything of a format that is none of ``all``. The store is as it was
    ///   before.
    @discardableResult
    public func decode(
        _ payload: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        switch self {
        case ZipkinV2.json: try ZipkinV2.decode(json: payload, into: &store, limits: limits)
        case ZipkinV2.protobuf: try ZipkinV2.decode(protobuf: payload, into: &store, limits: limits)
        case OTLP.json: try OTLP.decode(json: payload, into: &store, limits: limits)
        case OTLP.protobuf, OTLP.grpc: try OTLP.decode(protobuf: payload, into: &store, limits: limits)
        case ZipkinV1.json: try ZipkinV1.decode(payload, as: .json, into: &store, limits: limits)
        case ZipkinV1.thrift: try ZipkinV1.decode(payload, as: .thriftList, into: &store, limits: limits)
        case ZipkinV1.udp: try ZipkinV1.decode(payload, as: .compactDatagram, into: &store, limits: limits)
        case Jaeger.compact: try Jaeger.decode(payload, as: .compactDatagram, into: &store, limits: limits)
        case Jaeger.binary: try Jaeger.decode(payload, as: .binaryDatagram, into: &store, limits: limits)
        case Jaeger.http: try Jaeger.decode(payload, as: .httpBody, into: &store, limits: limits)
        case Jaeger.grpc: try Jaeger.decode(protobuf: payload, into: &store, limits: limits)
        default:
            throw WireError(format: name, path: "", cause: ReadError(.invalidValue("no format that is read"), at: 0))
        }
    }

    /// The format of a name: `zipkin-v2`; nil when there is none.
    public static func named(_ name: String) -> WireFormat? { all.first { $0.name == name } }
}
