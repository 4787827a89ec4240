import TraceBytes
import TraceWire

/// Where a receiver is to listen, and for what.
struct ReceiverPlace: Sendable {
    let form: ReceiverForm
    let label: String
    let host: String
    /// 0 for a free one.
    let port: UInt16
}

/// Which receiver serves which form: a form over HTTP or gRPC needs no code beside its wire form.
extension ReceiverPlace {
    /// Listens.
    func open(for collector: Collector) async throws(CollectorStartError) -> any Receiver {
        switch form {
        case .zipkin: try await HTTPReceiver.open(self, path: ZipkinV2.json.path, as: .zipkin, for: collector)
        case .otlp: try await HTTPReceiver.open(self, path: OTLP.json.path, as: .otlp(), for: collector)
        case .otlpGRPC: try await HTTPReceiver.open(self, path: "", as: .otlp(), for: collector)
        case .jaegerHTTP: try await HTTPReceiver.open(self, path: Jaeger.http.path, as: .jaegerHTTP, for: collector)
        case .jaegerGRPC: try await HTTPReceiver.open(self, path: "", as: .jaegerHTTP, for: collector)
        case .jaegerCompact: try await DatagramReceiver.open(self, as: .jaegerAgent(.compact), for: collector)
        case .jaegerBinary: try await DatagramReceiver.open(self, as: .jaegerAgent(.binary), for: collector)
        case .zipkinUDP: try await DatagramReceiver.open(self, as: .zipkinAgent, for: collector)
        }
    }
}
