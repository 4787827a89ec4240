/// The role of a span in a call, in OpenTelemetry's words; the raw value is OTLP's number.
public enum SpanKind: UInt8, Sendable, Hashable, CaseIterable {
    /// No kind was sent: Zipkin's and Jaeger's way to say "internal", OTLP's 0.
    case unspecified = 0
    case `internal` = 1
    case server = 2
    case client = 3
    case producer = 4
    case consumer = 5
}

extension SpanKind: CustomStringConvertible {
    /// The name in upper case, as reports print it: `SERVER`.
    public var description: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .internal: "INTERNAL"
        case .server: "SERVER"
        case .client: "CLIENT"
        case .producer: "PRODUCER"
        case .consumer: "CONSUMER"
        }
    }
}
