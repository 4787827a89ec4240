import TraceWire

/// The forms in which a collector takes spans. Each has a receiver, and a collector can open several of one form.
public enum ReceiverForm: String, CaseIterable, Sendable, Hashable {
    /// Zipkin's second data model as JSON over HTTP/1.1: `POST /api/v2/spans`.
    case zipkin

    /// The port of the form's servers: 9411.
    public var defaultPort: UInt16 {
        switch self {
        case .zipkin: ZipkinV2.json.defaultPort
        }
    }

    /// Listens.
    func open(
        label: String, host: String, port: UInt16, for collector: Collector
    ) async throws(CollectorStartError) -> any Receiver {
        switch self {
        case .zipkin: try await ZipkinReceiver.open(label: label, host: host, port: port, for: collector)
        }
    }
}
