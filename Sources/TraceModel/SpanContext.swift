/// What travels from a caller to a callee: the identity of the caller's span and the sampling decision.
public struct SpanContext: Hashable, Sendable {
    public var traceID: TraceID
    /// 8 or 16 bytes on the wire: B3 gives a 64-bit identifier on as it came.
    public var traceIDWidth: TraceIDWidth
    /// The span of the caller.
    public var spanID: SpanID
    /// The parent of ``spanID`` where the format says it (B3); nil elsewhere and on roots.
    public var parentSpanID: SpanID?
    public var sampling: SamplingDecision
    /// W3C Trace Context Level 2: the right-most 7 bytes of the trace id are random. Copied unchanged.
    public var isRandom: Bool
    /// The members of W3C `tracestate` in order; empty when there is none.
    public var traceState: [TraceStateMember]

    public init(
        traceID: TraceID, traceIDWidth: TraceIDWidth = .bits128, spanID: SpanID, parentSpanID: SpanID? = nil,
        sampling: SamplingDecision, isRandom: Bool = false, traceState: [TraceStateMember] = []
    ) {
        self.traceID = traceID
        self.traceIDWidth = traceIDWidth
        self.spanID = spanID
        self.parentSpanID = parentSpanID
        self.sampling = sampling
        self.isRandom = isRandom
        self.traceState = traceState
    }
}

/// How many bits of a trace id were on the wire.
public enum TraceIDWidth: UInt8, Sendable, Hashable {
    case bits64 = 64
    case bits128 = 128
}

/// What a caller decided about recording, in B3's four states.
public enum SamplingDecision: UInt8, Sendable, Hashable {
    /// Nothing was decided: the callee may.
    case `defer`
    /// Do not record; the ids travel on.
    case deny
    case accept
    /// Record whatever samplers say; implies ``accept``.
    case debug

    /// Whether spans are recorded; a deferred decision is the receiver's to take.
    public var isSampled: Bool { self == .accept || self == .debug }
}

/// One member of W3C `tracestate`: `rojo=00f067aa0ba902b7`.
public struct TraceStateMember: Hashable, Sendable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
