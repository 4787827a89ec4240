import TraceBytes
import TraceModel

/// B3 in one header field, in `OTEL_PROPAGATORS` `b3`: `b3: 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1`.
///
/// Trace id (16 or 32 digits), span id of the caller, sampling state `0`, `1` or `d`, parent of that span; the last two
/// may be missing from the right, and the state may stand alone. No state means that the decision is deferred.
package struct B3SingleFormat: PropagationFormat {
    package var name: String { "b3" }
    package var fieldNames: [String] { ["b3"] }

    package init() {}

    /// "b3: 0" beside `X-B3-*` ids is the whole message of the caller: the single form takes precedence over the other.
    package func overrules(_ other: any PropagationFormat) -> Bool { other is B3MultiFormat }

    package func contexts(in headers: HeaderFields) -> [WireContext] {
        headers.all("b3").enumerated().map { index, field in
            var found = read(trimmed(field.value))
            if index > 0 {
                found.flaws.append(
                    WireFlaw(
                        .repeated, at: "b3", expected: "one field", actual: "another one", isFatal: false))
            }
            return found
        }
    }

    private func read(_ text: ArraySlice<UInt8>) -> WireContext {
        var found = WireContext(format: name)
        if let alone = decision(text) {
            found.sampling = alone
            return found
        }
        let fields = dashSeparated(text)
        guard (2...4).contains(fields.count) else {
            found.flaws.append(
                WireFlaw(
                    .grammar, at: "b3", expected: "trace-span[-state[-parent]], or 0, 1 or d alone",
                    actual: quoted(text)))
            return found
        }
        found.traceIDBytes = fields[0]
        found.spanIDBytes = fields[1]
        var ids = IDReading()
        let trace = ids.traceID(fields[0], at: "b3", allows64Bits: true)
        let span = ids.spanID(fields[1], at: "b3")
        found.sampling = fields.count > 2 ? decision(fields[2]) : .defer
        var parent: SpanID?
        if fields.count > 3 {
            found.parentSpanIDBytes = fields[3]
            parent = ids.parentSpanID(fields[3], at: "b3")
        }
        found.flaws = ids.flaws
        if found.sampling == nil {
            found.flaws.append(
                WireFlaw(.grammar, at: "b3", expected: "the sampling state 0, 1 or d", actual: quoted(fields[2])))
        }
        guard let trace, let span, let sampling = found.sampling, !found.isUnusable else { return found }
        found.context = SpanContext(
            traceID: trace.0, traceIDWidth: trace.1, spanID: span, parentSpanID: parent, sampling: sampling)
        return found
    }

    private func decision(_ text: ArraySlice<UInt8>) -> SamplingDecision? {
        guard text.count == 1 else { return nil }
        return switch text.first {
        case 0x30: .deny
        case 0x31: .accept
        case 0x64: .debug
        default: nil
        }
    }

    /// The parent is the context's own, or is left out: never what another hop said. Behind a deferred decision it has
    /// no place, since it is the fourth field.
    package func inject(_ context: SpanContext, into headers: inout HeaderFields) {
        removeFields(from: &headers)
        guard context.traceID.isValid, context.spanID.isValid else { return }
        var text = "\(context.b3TraceID)-\(context.spanID.hex)"
        if let state = state(context.sampling) {
            text += "-" + state
            if let parent = context.b3Parent { text += "-" + parent.hex }
        }
        headers.append("b3", text)
    }

    package func inject(_ decision: SamplingDecision, into headers: inout HeaderFields) {
        removeFields(from: &headers)
        if let state = state(decision) { headers.append("b3", state) }
    }

    private func state(_ decision: SamplingDecision) -> String? {
        switch decision {
        case .defer: nil
        case .deny: "0"
        case .accept: "1"
        case .debug: "d"
        }
    }
}

extension SpanContext {
    /// As wide as it came; an id that does not fit into 64 bits is never cut.
    var b3TraceID: String { traceIDWidth == .bits64 && traceID.high == 0 ? traceID.lowHex : traceID.hex }

    /// nil on roots.
    var b3Parent: SpanID? { parentSpanID.flatMap { $0.isValid ? $0 : nil } }
}
