import TraceBytes
import TraceModel

/// B3 in one header field per part, in `OTEL_PROPAGATORS` `b3multi`: `X-B3-TraceId`, `X-B3-SpanId`,
/// `X-B3-ParentSpanId`, `X-B3-Sampled`, `X-B3-Flags`.
///
/// The names are written in lower case, as HTTP/2 and gRPC need them. Of a field that stands twice the first counts.
package struct B3MultiFormat: PropagationFormat {
    package var name: String { "b3multi" }
    package let fieldNames = [Field.traceID, Field.spanID, Field.parent, Field.sampled, Field.flags]

    package init() {}

    private enum Field {
        static let traceID = "x-b3-traceid"
        static let spanID = "x-b3-spanid"
        static let parent = "x-b3-parentspanid"
        static let sampled = "x-b3-sampled"
        static let flags = "x-b3-flags"
    }

    package func context(in headers: HeaderFields) -> WireContext? {
        var found = WireContext(format: name)
        var isPresent = false
        func first(_ name: String) -> ArraySlice<UInt8>? {
            guard let field = headers.firstValue(name) else { return nil }
            if field.count > 1 {
                found.flaws.append(
                    WireFlaw(
                        .repeated, at: name, expected: "one field", actual: "\(field.count) fields", isFatal: false))
            }
            isPresent = true
            return trimmed(field.value)
        }
        found.traceIDBytes = first(Field.traceID)
        found.spanIDBytes = first(Field.spanID)
        found.parentSpanIDBytes = first(Field.parent)
        let sampled = first(Field.sampled)
        let flags = first(Field.flags)
        guard isPresent else { return nil }
        read(sampled: sampled, flags: flags, into: &found)
        readIDs(into: &found)
        return found
    }

    /// `X-B3-Flags: 1` is debug and implies accept; its other values mean nothing.
    private func read(sampled: ArraySlice<UInt8>?, flags: ArraySlice<UInt8>?, into found: inout WireContext) {
        let isDebug = flags?.elementsEqual("1".utf8) ?? false
        found.sampling = isDebug ? .debug : .defer
        guard let sampled else { return }
        guard let decision = Self.decision(sampled) else {
            found.sampling = nil
            found.flaws.append(
                WireFlaw(.grammar, at: Field.sampled, expected: "0 or 1", actual: quoted(sampled)))
            return
        }
        if !isDebug { found.sampling = decision.means }
        if decision.isLegacy {
            found.flaws.append(
                WireFlaw(
                    .senderOnly, at: Field.sampled, expected: "0 or 1", actual: quoted(sampled), isFatal: false))
        }
        if isDebug {
            found.flaws.append(
                WireFlaw(
                    .senderOnly, at: Field.sampled, expected: "no such field beside \(Field.flags): 1",
                    actual: quoted(sampled), isFatal: false))
        }
    }

    /// The words are of tracers before B3 was written down: read, never written.
    private static func decision(_ text: ArraySlice<UInt8>) -> (means: SamplingDecision, isLegacy: Bool)? {
        switch (text.count, text.first) {
        case (1, 0x30): (.deny, false)
        case (1, 0x31): (.accept, false)
        case (5, _) where text.elementsEqual("false".utf8): (.deny, true)
        case (4, _) where text.elementsEqual("true".utf8): (.accept, true)
        default: nil
        }
    }

    private func readIDs(into found: inout WireContext) {
        guard found.traceIDBytes != nil || found.spanIDBytes != nil || found.parentSpanIDBytes != nil else { return }
        guard let traceText = found.traceIDBytes else { return miss(Field.traceID, &found) }
        guard let spanText = found.spanIDBytes else { return miss(Field.spanID, &found) }
        var ids = IDReading()
        let trace = ids.traceID(traceText, at: Field.traceID, allows64Bits: true)
        let span = ids.spanID(spanText, at: Field.spanID)
        let parent = found.parentSpanIDBytes.flatMap { ids.parentSpanID($0, at: Field.parent) }
        if !ids.flaws.isEmpty { found.flaws += ids.flaws }
        guard let trace, let span, let sampling = found.sampling, !found.isUnusable else { return }
        found.context = SpanContext(
            traceID: trace.0, traceIDWidth: trace.1, spanID: span, parentSpanID: parent, sampling: sampling)
    }

    /// Trace and span id are required together, unless only a decision is sent.
    private func miss(_ field: String, _ found: inout WireContext) {
        found.flaws.append(
            WireFlaw(.grammar, at: field, expected: "trace id and span id together", actual: "no such field"))
    }

    /// The parent is the context's own, or its field is gone: never what another hop said.
    package func inject(_ context: SpanContext, into headers: inout HeaderFields) {
        removeFields(from: &headers)
        guard context.traceID.isValid, context.spanID.isValid else { return }
        headers.append(Field.traceID) { $0.append(b3TraceID: context) }
        headers.append(Field.spanID) { $0.append(hex: context.spanID.value) }
        if let parent = context.b3Parent { headers.append(Field.parent) { $0.append(hex: parent.value) } }
        append(context.sampling, to: &headers)
    }

    package func inject(_ decision: SamplingDecision, into headers: inout HeaderFields) {
        removeFields(from: &headers)
        append(decision, to: &headers)
    }

    private func append(_ decision: SamplingDecision, to headers: inout HeaderFields) {
        switch decision {
        case .defer: break
        case .deny: headers.append(Field.sampled, "0")
        case .accept: headers.append(Field.sampled, "1")
        // Debug implies accept, and is not sent beside it.
        case .debug: headers.append(Field.flags, "1")
        }
    }
}
