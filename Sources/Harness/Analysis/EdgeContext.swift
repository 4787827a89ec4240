import TraceModel

/// One trace context as the headers of an edge spelt it, in one format; judged by what it says, not repaired.
package struct EdgeContext: Sendable, Hashable {
    /// The `OTEL_PROPAGATORS` name: `tracecontext`, `b3`, `b3multi`.
    package let format: String
    /// The trace id as spelt; nil when the format's headers carry a decision alone.
    package let traceIDText: String?
    /// The span id as spelt.
    package let spanIDText: String?
    /// nil when the format says nothing about it.
    package let sampling: SamplingDecision?
    /// The members of `tracestate`.
    package let traceState: [TraceStateMember]
    /// Why the headers are no context of this format by its grammar; nil when they are. Letters in upper case and
    /// ids of another length do not count here: an id that is spelt otherwise is an id that did not travel on.
    package let flaw: String?
    /// The trace id, read leniently: upper case folded, 16 digits padded. nil when it is none, or all zeros.
    package let traceID: TraceID?
    /// The span id, read leniently.
    package let spanID: SpanID?

    /// - Parameter context: what the texts spell, where it is known already.
    package init(
        format: String, traceIDText: String? = nil, spanIDText: String? = nil, sampling: SamplingDecision? = nil,
        traceState: [TraceStateMember] = [], flaw: String? = nil, context: SpanContext? = nil
    ) {
        self.format = format
        self.traceIDText = traceIDText
        self.spanIDText = spanIDText
        self.sampling = sampling
        self.traceState = traceState
        self.flaw = flaw
        traceID = context?.traceID ?? traceIDText.flatMap(Self.traceID)
        spanID = context?.spanID ?? spanIDText.flatMap(Self.spanID)
    }

    /// Whether any receiver understands it: well-formed, with ids as the specifications spell them.
    package var isReadable: Bool {
        flaw == nil && traceID != nil && spanID != nil && !(traceIDText.map(hasUpperCase) ?? false)
            && !(spanIDText.map(hasUpperCase) ?? false)
    }

    private static func traceID(_ text: String) -> TraceID? {
        TraceID(hex: text.lowercased()).flatMap { $0.isValid ? $0 : nil }
    }

    private static func spanID(_ text: String) -> SpanID? {
        SpanID(hex: text.lowercased()).flatMap { $0.isValid ? $0 : nil }
    }
}

/// Of a text that is an id in any case: whether a digit is spelt `A` to `F`.
private func hasUpperCase(_ id: String) -> Bool { id.utf8.contains { (0x41...0x46).contains($0) } }
