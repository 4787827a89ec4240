/// A finished span in the canonical model, whatever format it came in; OpenTelemetry's vocabulary.
///
/// It is a lenient reading: what a payload spelt oddly or sent twice is in the records of the format, not here.
public struct TraceSpan: Hashable, Sendable {
    public var traceID: TraceID
    public var traceIDWidth: TraceIDWidth
    public var spanID: SpanID
    /// nil on a root.
    public var parentSpanID: SpanID?
    public var kind: SpanKind
    public var name: String
    /// nil when the payload said none, or zero.
    public var start: Timestamp?
    /// Nanoseconds; nil when unknown. Negative when the wire's end lies before its start.
    public var durationNanoseconds: Int64?
    public var status: SpanStatus
    /// In the order of the wire, duplicates kept.
    public var attributes: [Attribute]
    public var events: [SpanEvent]
    public var links: [SpanLink]
    /// Shared by the spans of one group of the payload; empty attributes for formats without resources.
    public var resource: Resource
    public var scope: InstrumentationScope
    public var localEndpoint: Endpoint?
    public var remoteEndpoint: Endpoint?
    /// Zipkin: the server half of a span whose id the client started.
    public var isShared: Bool
    /// Zipkin and Jaeger: forced by a debug flag.
    public var isDebug: Bool
    /// W3C `tracestate` as it was sent; empty when absent.
    public var traceState: String
    /// OTLP's layout: bits 0–7 W3C trace flags, 0x100 "remote is known", 0x200 "parent is remote".
    public var flags: UInt32

    public init(
        traceID: TraceID, traceIDWidth: TraceIDWidth = .bits128, spanID: SpanID, parentSpanID: SpanID? = nil,
        kind: SpanKind = .unspecified, name: String = "", start: Timestamp? = nil, durationNanoseconds: Int64? = nil,
        status: SpanStatus = .unset, attributes: [Attribute] = [], events: [SpanEvent] = [], links: [SpanLink] = [],
        resource: Resource = Resource(), scope: InstrumentationScope = InstrumentationScope(),
        localEndpoint: Endpoint? = nil, remoteEndpoint: Endpoint? = nil, isShared: Bool = false, isDebug: Bool = false,
        traceState: String = "", flags: UInt32 = 0
    ) {
        self.traceID = traceID
        self.traceIDWidth = traceIDWidth
        self.spanID = spanID
        self.parentSpanID = parentSpanID
        self.kind = kind
        self.name = name
        self.start = start
        self.durationNanoseconds = durationNanoseconds
        self.status = status
        self.attributes = attributes
        self.events = events
        self.links = links
        self.resource = resource
        self.scope = scope
        self.localEndpoint = localEndpoint
        self.remoteEndpoint = remoteEndpoint
        self.isShared = isShared
        self.isDebug = isDebug
        self.traceState = traceState
        self.flags = flags
    }

    /// Start plus duration; nil unless both are known.
    public var end: Timestamp? {
        guard let start, let durationNanoseconds else { return nil }
        return start.advanced(byNanoseconds: durationNanoseconds)
    }

    /// The service that recorded the span: Zipkin's local endpoint, OTLP's and Jaeger's resource. nil when unnamed.
    public var serviceName: String? {
        if let name = localEndpoint?.serviceName { return name }
        guard case .string(let name)? = resource.attributes["service.name"] else { return nil }
        return name
    }
}

/// Something that happened during a span: OTLP event, Zipkin annotation, Jaeger log.
public struct SpanEvent: Hashable, Sendable {
    public var time: Timestamp
    public var name: String
    public var attributes: [Attribute]

    public init(time: Timestamp, name: String, attributes: [Attribute] = []) {
        self.time = time
        self.name = name
        self.attributes = attributes
    }
}

/// A span that this one refers to without being its child.
public struct SpanLink: Hashable, Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    public var traceState: String
    public var attributes: [Attribute]

    public init(traceID: TraceID, spanID: SpanID, traceState: String = "", attributes: [Attribute] = []) {
        self.traceID = traceID
        self.spanID = spanID
        self.traceState = traceState
        self.attributes = attributes
    }
}

/// Who sent the spans: OTLP's Resource, Jaeger's Process.
public struct Resource: Hashable, Sendable {
    public var attributes: [Attribute]

    public init(attributes: [Attribute] = []) { self.attributes = attributes }
}

/// Which library made the spans.
public struct InstrumentationScope: Hashable, Sendable {
    public var name: String
    public var version: String

    public init(name: String = "", version: String = "") {
        self.name = name
        self.version = version
    }
}

/// A network node as Zipkin names it; each part nil when it was not sent.
public struct Endpoint: Hashable, Sendable {
    public var serviceName: String?
    /// Dotted decimal: `192.168.1.10`.
    public var ipv4: String?
    /// RFC 5952 text or whatever text was sent: `2001:db8::c001`.
    public var ipv6: String?
    public var port: UInt16?

    public init(serviceName: String? = nil, ipv4: String? = nil, ipv6: String? = nil, port: UInt16? = nil) {
        self.serviceName = serviceName
        self.ipv4 = ipv4
        self.ipv6 = ipv6
        self.port = port
    }
}
