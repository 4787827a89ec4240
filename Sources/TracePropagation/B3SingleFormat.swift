import TraceBytes
import TraceModel

/// B3 in one header field, in `OTEL_PROPAGATORS` `b3`: `b3: 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1`.
///
/// Trace id (16 or 32 digits), span id of the caller, sampling state `0`, `1` or `d`, parent of that span; the last two
/// may be missing from the right, and the state may stand alone. No state means that the decision is deferred.
package struct B3SingleFormat: PropagationFormat {
    package var name: String { "b3" }
    package let fieldNames = ["b3"]

    package init() {}

    /// "b3: 0" beside `X-B3-*` ids is the whole message of the caller: the single form takes precedence over the other.
    package func overrules(_ other: any PropagationFormat) -> Bool { other is B3MultiFormat }

    package func context(in headers: HeaderFields) -> WireContext? {
        headers.firstValue("b3").map { read(trimmed($0.value)) }
    }

    package func furtherContexts(in headers: HeaderFields) -> [WireContext] {
        headers.all("b3").dropFirst().map { field in
            var found = read(trimmed(field.value))
            found.flaws.append(
                WireFlaw(.repeated, at: "b3", expected: "one field", actual: "another one", isFatal: false))
            return found
        }
    }

    private func read(_ text: ArraySlice<UInt8>) -> WireContext {
        var found = WireContext(format: name)
        if let alone = decision(text) {
            found.sampling = alone
            return found
        }
        let fields = DashSeparated(text)
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
        headers.append("b3") { text in
            text.append(b3TraceID: context)
            text.append(Self.dash)
            text.append(hex: context.spanID.value)
            guard let state = state(context.sampling) else { return }
            text.append(Self.dash)
            text.append(contentsOf: state.utf8)
            guard let parent = context.b3Parent else { return }
            text.append(Self.dash)
            text.append(hex: parent.value)
        }
    }

    private static let dash = UInt8(ascii: "-")

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

extension [UInt8] {
    /// Adds the digits of ``SpanContext/b3TraceID``.
    mutating func append(b3TraceID context: SpanContext) {
        let isShort = context.traceIDWidth == .bits64 && context.traceID.high == 0
        if !isShort { append(hex: context.traceID.high) }
        append(hex: context.traceID.low)
    }
}
