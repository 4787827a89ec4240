import HopServer
import TraceModel

/// Something of a span that a form cannot say, and so loses without anybody's fault (OpenTelemetry, "Mapping to Zipkin" and
/// "Mapping to Jaeger"). Forms of OTLP lose nothing.
enum FormLoss: String, CaseIterable, Sendable {
    /// Times are whole microseconds.
    case nanoseconds = "times below 1 µs"
    /// A local span has no kind.
    case internalKind = "INTERNAL"
    /// Every tag is a text.
    case types = "types of attributes"
    /// Lists and maps are JSON text.
    case structure = "lists and maps"
    /// Name and version of the scope stand among the tags.
    case scope = "the scope (now tags)"
    /// The resource beside the service name stands among the tags.
    case resource = "the resource (now tags)"
    /// An annotation is a text with a time.
    case eventAttributes = "attributes of events"
    case links
    case traceFlags = "trace flags"

    /// What of this span the form loses.
    static func losses(of span: TraceSpan, in form: ExportForm) -> [FormLoss] {
        allCases.filter { $0.isLost(in: form) && $0.isPresent(in: span) }
    }

    /// Whether there is anything that the form cannot say.
    static func isPossible(in form: ExportForm) -> Bool { allCases.contains { $0.isLost(in: form) } }

    private func isLost(in form: ExportForm) -> Bool {
        let isZipkin = form == .zipkinV2 || form == .zipkinV2Protobuf
        return switch self {
        case .nanoseconds, .internalKind, .structure, .scope, .traceFlags: !form.isOTLP
        case .types, .resource, .eventAttributes, .links: isZipkin
        }
    }

    private func isPresent(in span: TraceSpan) -> Bool {
        switch self {
        case .nanoseconds: (span.start?.nanoseconds ?? 0) % 1000 != 0 || (span.durationNanoseconds ?? 0) % 1000 != 0
        case .internalKind: span.kind == .internal
        case .types: span.attributes.contains { if case .string = $0.value { false } else { true } }
        case .structure:
            span.attributes.contains {
                switch $0.value {
                case .array, .map: true
                default: false
                }
            }
        case .scope: span.scope != InstrumentationScope()
        case .resource: span.resource.attributes.contains { $0.key != "service.name" }
        case .eventAttributes: span.events.contains { !$0.attributes.isEmpty }
        case .links: !span.links.isEmpty
        case .traceFlags: span.flags != 0
        }
    }
}
