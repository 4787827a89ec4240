import TraceModel
import TraceRules

/// One trace context as header fields spelt it: what they say, and what is wrong with how they say it.
package struct WireContext: Hashable, Sendable {
    /// The ``PropagationFormat/name`` of the format.
    package let format: String
    /// The trace id as spelt, any length and case; nil when there is none: a decision alone, or text of another shape.
    package var traceIDBytes: ArraySlice<UInt8>?
    /// The span id of the caller as spelt.
    package var spanIDBytes: ArraySlice<UInt8>?
    /// B3: the parent of the caller's span as spelt.
    package var parentSpanIDBytes: ArraySlice<UInt8>?
    /// ``SamplingDecision/defer`` when ids came without a decision; nil when nothing readable says it.
    package var sampling: SamplingDecision?
    /// The members of a valid `tracestate`; empty when there is none or it must be discarded.
    package var traceState: [TraceStateMember] = []
    /// In the order of the fields.
    package var flaws: [WireFlaw] = []
    /// What a receiver continues; nil when a flaw is fatal or there are no ids.
    package var context: SpanContext?

    package init(format: String) { self.format = format }

    package var traceIDText: String? { traceIDBytes.map { String(decoding: $0, as: UTF8.self) } }
    package var spanIDText: String? { spanIDBytes.map { String(decoding: $0, as: UTF8.self) } }
    package var parentSpanIDText: String? { parentSpanIDBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// Whether a receiver must not use any of it.
    package var isUnusable: Bool { flaws.contains(where: \.isFatal) }
}

/// One thing that is wrong with a context on the wire.
package struct WireFlaw: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable {
        /// A field that may stand once stands more often.
        case repeated
        /// Hexadecimal digits of another case or number than the format's: an id that did not travel on as it was.
        case idSpelling
        /// What the grammar refuses otherwise; zero ids too.
        case grammar
        /// What receivers have to take and senders must not write: `X-B3-Sampled: true`, unknown flags.
        case senderOnly
    }

    package let kind: Kind
    /// The path is the name of the header field in lower case.
    package let violation: Violation
    /// Whether a receiver must ignore the context for it.
    package let isFatal: Bool

    init(_ kind: Kind, at field: String, expected: String, actual: String, isFatal: Bool = true) {
        self.kind = kind
        violation = Violation(at: field, expected: expected, actual: actual)
        self.isFatal = isFatal
    }

    package var description: String { violation.description }
}
