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
    /// What the sender left out to keep its limits; zeros when it left out nothing or did not say.
    public var dropped: DroppedCounts

    public init(
        traceID: TraceID, traceIDWidth: TraceIDWidth = .bits128, spanID: SpanID, parentSpanID: SpanID? = nil,
        kind: SpanKind = .unspecified, name: String = "", start: Timestamp? = nil, durationNanoseconds: Int64? = nil,
        status: SpanStatus = .unset, attributes: [Attribute] = [], events: [SpanEvent] = [], links: [SpanLink] = [],
        resource: Resource = Resource(), scope: InstrumentationScope = InstrumentationScope(),
        localEndpoint: Endpoint? = nil, remoteEndpoint: Endpoint? = nil, isShared: Bool = false, isDebug: Bool = false,
        traceState: String = "", flags: UInt32 = 0, dropped: DroppedCounts = DroppedCounts()
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
        self.dropped = dropped
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
    /// Attributes that the sender left out.
    public var droppedAttributes: UInt32

    public init(time: Timestamp, name: String, attributes: [Attribute] = [], droppedAttributes: UInt32 = 0) {
        self.time = time
        self.name = name
        self.attributes = attributes
        self.droppedAttributes = droppedAttributes
    }
}

/// A span that this one refers to without being its child.
public struct SpanLink: Hashable, Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    /// W3C `tracestate` as it was sent; empty when absent.
    public var traceState: String
    public var attributes: [Attribute]
    /// OTLP's layout, as ``TraceSpan/flags``; 0x200 says that the linked span is remote.
    public var flags: UInt32
    public var kind: Kind
    /// Attributes that the sender left out.
    public var droppedAttributes: UInt32

    /// What a span has to do with the one that it refers to.
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        /// OTLP's link, which says nothing more.
        case link = 0
        /// OpenTracing's and Jaeger's reference to a span that does not wait for this one.
        case followsFrom = 1
        /// Jaeger's reference to a further parent beside the one in ``TraceSpan/parentSpanID``.
        case childOf = 2
    }

    public init(
        traceID: TraceID, spanID: SpanID, traceState: String = "", attributes: [Attribute] = [], flags: UInt32 = 0,
        kind: Kind = .link, droppedAttributes: UInt32 = 0
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.traceState = traceState
        self.attributes = attributes
        self.flags = flags
        self.kind = kind
        self.droppedAttributes = droppedAttributes
    }
}

/// How much of a span its sender left out to keep its limits (OpenTelemetry SDK, Span Limits).
public struct DroppedCounts: Hashable, Sendable {
    public var attributes: UInt32
    public var events: UInt32
    public var links: UInt32

    public init(attributes: UInt32 = 0, events: UInt32 = 0, links: UInt32 = 0) {
        self.attributes = attributes
        self.events = events
        self.links = links
    }

    public var isZero: Bool { attributes == 0 && events == 0 && links == 0 }
}

/// Who sent the spans: OTLP's Resource, Jaeger's Process.
public struct Resource: Hashable, Sendable {
    /// In the order of the wire, duplicates kept.
    public var attributes: [Attribute]
    /// Where the attributes are defined, `https://opentelemetry.io/schemas/1.26.0`; empty when not said.
    public var schemaURL: String
    /// Attributes that the sender left out.
    public var droppedAttributes: UInt32

    public init(attributes: [Attribute] = [], schemaURL: String = "", droppedAttributes: UInt32 = 0) {
        self.attributes = attributes
        self.schemaURL = schemaURL
        self.droppedAttributes = droppedAttributes
    }
}

/// Which library made the spans.
public struct InstrumentationScope: Hashable, Sendable {
    public var name: String
    public var version: String
    /// In the order of the wire, duplicates kept.
    public var attributes: [Attribute]
    /// Where the attributes of the scope, its spans and their events are defined; empty when not said.
    public var schemaURL: String
    /// Attributes that the sender left out.
    public var droppedAttributes: UInt32

    public init(
        name: String = "", version: String = "", attributes: [Attribute] = [], schemaURL: String = "",
        droppedAttributes: UInt32 = 0
    ) {
        self.name = name
        self.version = version
        self.attributes = attributes
        self.schemaURL = schemaURL
        self.droppedAttributes = droppedAttributes
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
