import TraceBytes
import TraceModel
import TraceRules

/// One way of writing a trace context into header fields: a value without state, one file per format.
///
/// A format has one parser. What a service extracts (``extract(from:)``) and what a judge of the wire sees
/// (``contexts(in:)``) are two readings of its result, so that they cannot come apart.
package protocol PropagationFormat: Sendable {
    /// The word for it in `OTEL_PROPAGATORS`: `b3multi`.
    var name: String { get }

    /// The header fields that it owns, in lower case. A hop that does not speak the format drops them.
    var fieldNames: [String] { get }

    /// Whether it has one bit for the decision and pads 64-bit trace ids: a finer format that names the same span
    /// completes what was read from it.
    var isCoarse: Bool { get }

    /// Whether a bare decision in it leaves nothing to say to the format of this name, where that is asked later.
    func overrules(_ other: any PropagationFormat) -> Bool

    /// The context that the fields spell in this format, a malformed one included; of several, the first, which is the
    /// one that counts. Nil when none of the format's fields is present.
    func context(in headers: HeaderFields) -> WireContext?

    /// Those behind the first, in the order of their fields.
    func furtherContexts(in headers: HeaderFields) -> [WireContext]

    /// Writes the context in place of whatever the format's fields said. Zero ids are no context: nothing is written.
    func inject(_ context: SpanContext, into headers: inout HeaderFields)

    /// Writes a decision that has no ids; nothing where the format cannot say that.
    func inject(_ decision: SamplingDecision, into headers: inout HeaderFields)
}

/// What a receiver takes from the header fields of one format.
package enum Extraction: Hashable, Sendable {
    /// The format is not there, or says nothing.
    case absent
    case context(SpanContext)
    /// A decision without ids: `b3: 0`.
    case decision(SamplingDecision)
    /// The fields are there and must not be used; why.
    case invalid([Violation])
}

extension WireContext {
    /// The strict reading: one fatal flaw, and nothing of it is used (restart rather than guess).
    var extraction: Extraction {
        if isUnusable { return .invalid(flaws.filter(\.isFatal).map(\.violation)) }
        if let context { return .context(context) }
        if let sampling, sampling != .defer { return .decision(sampling) }
        return .absent
    }
}

extension PropagationFormat {
    package var isCoarse: Bool { false }

    package func overrules(_ other: any PropagationFormat) -> Bool { false }

    package func furtherContexts(in headers: HeaderFields) -> [WireContext] { [] }

    package func inject(_ decision: SamplingDecision, into headers: inout HeaderFields) { removeFields(from: &headers) }

    /// Every context that the fields spell in this format, in their order, malformed ones included. Empty when none of
    /// the format's fields is present.
    package func contexts(in headers: HeaderFields) -> [WireContext] {
        guard let first = context(in: headers) else { return [] }
        return [first] + furtherContexts(in: headers)
    }

    package func extract(from headers: HeaderFields) -> Extraction {
        context(in: headers)?.extraction ?? .absent
    }

    package func removeFields(from headers: inout HeaderFields) {
        for name in fieldNames { headers.removeAll(named: name) }
    }
}
