import TraceBytes
import TraceModel

/// W3C Trace Context Level 2: `traceparent` with `tracestate`, in `OTEL_PROPAGATORS` `tracecontext`.
///
/// `traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`: version, trace id, span id of the caller, and
/// flags (0x01 sampled, 0x02 the trace id is random). It has no word for "deferred", which is written as not sampled,
/// none for "debug", written as sampled, and no parent of the caller's span.
package struct TraceContextFormat: PropagationFormat {
    package var name: String { "tracecontext" }
    package let fieldNames = ["traceparent", "tracestate"]
    package var isCoarse: Bool { true }

    package init() {}

    private enum Flags {
        static let sampled: UInt8 = 0x01
        static let random: UInt8 = 0x02
        static let known: UInt8 = 0x03
    }

    package func context(in headers: HeaderFields) -> WireContext? {
        let states = headers.all("tracestate").map(\.value)
        guard let parent = headers.firstValue("traceparent") else { return states.isEmpty ? nil : stateAlone(states) }
        var found = read(parent.value, among: parent.count)
        if !states.isEmpty { add(states, to: &found) }
        return found
    }

    package func furtherContexts(in headers: HeaderFields) -> [WireContext] {
        let parents = headers.all("traceparent")
        return parents.dropFirst().map { read($0.value, among: parents.count) }
    }

    private func read(_ text: ArraySlice<UInt8>, among count: Int) -> WireContext {
        var found = read(trimmed(text))
        if count > 1 {
            // Which of them is the caller's cannot be told: the trace is started again.
            found.context = nil
            found.flaws.append(
                WireFlaw(.repeated, at: "traceparent", expected: "one field", actual: "\(count) fields"))
        }
        return found
    }

    /// Section 3.2.2: four fields of fixed width; a version above 00 may go on behind another dash.
    private func read(_ text: ArraySlice<UInt8>) -> WireContext {
        var found = WireContext(format: name)
        let fields = DashSeparated(text)
        guard fields.count >= 4 else {
            found.flaws.append(
                WireFlaw(
                    .grammar, at: "traceparent", expected: "version, trace id, span id and flags with dashes between",
                    actual: quoted(text)))
            return found
        }
        found.traceIDBytes = fields[1]
        found.spanIDBytes = fields[2]
        found.flaws = versionFlaws(fields[0], goesOn: fields.count > 4)
        var ids = IDReading()
        let trace = ids.traceID(fields[1], at: "traceparent", allows64Bits: false)
        let span = ids.spanID(fields[2], at: "traceparent")
        if !ids.flaws.isEmpty { found.flaws += ids.flaws }
        guard fields[3].count == 2, let flags = lowerHexNumber(fields[3]) else {
            found.flaws.append(
                WireFlaw(
                    .grammar, at: "traceparent", expected: "flags of 2 lower-case hex digits", actual: quoted(fields[3])
                ))
            return found
        }
        let bits = UInt8(truncatingIfNeeded: flags)
        if bits & ~Flags.known != 0 {
            found.flaws.append(
                WireFlaw(
                    .senderOnly, at: "traceparent", expected: "no flags but 01 and 02", actual: quoted(fields[3]),
                    isFatal: false))
        }
        found.sampling = bits & Flags.sampled != 0 ? .accept : .deny
        guard let trace, let span, !found.isUnusable else { return found }
        found.context = SpanContext(
            traceID: trace.0, spanID: span, sampling: bits & Flags.sampled != 0 ? .accept : .deny,
            isRandom: bits & Flags.random != 0)
        return found
    }

    private func versionFlaws(_ version: ArraySlice<UInt8>, goesOn: Bool) -> [WireFlaw] {
        guard version.count == 2, let number = lowerHexNumber(version), number != 0xff else {
            return [
                WireFlaw(
                    .grammar, at: "traceparent", expected: "a version of 2 lower-case hex digits, not ff",
                    actual: quoted(version))
            ]
        }
        if number == 0 {
            guard goesOn else { return [] }
            return [WireFlaw(.grammar, at: "traceparent", expected: "the end after the flags", actual: "more fields")]
        }
        return [
            WireFlaw(.senderOnly, at: "traceparent", expected: "version 00", actual: quoted(version), isFatal: false)
        ]
    }

    /// A `tracestate` that cannot be read is discarded, and the `traceparent` stays valid (section 3.3.1).
    private func add(_ states: [ArraySlice<UInt8>], to found: inout WireContext) {
        switch TraceStateList.read(states) {
        case .success(let members):
            found.traceState = members
            found.context?.traceState = members
        case .failure(let flaw): found.flaws.append(flaw.flaw)
        }
    }

    private func stateAlone(_ states: [ArraySlice<UInt8>]) -> WireContext {
        var found = WireContext(format: name)
        found.flaws.append(
            WireFlaw(
                .grammar, at: "tracestate", expected: "a traceparent beside it",
                actual: quoted(states.first ?? [])))
        return found
    }

    package func inject(_ context: SpanContext, into headers: inout HeaderFields) {
        removeFields(from: &headers)
        guard context.traceID.isValid, context.spanID.isValid else { return }
        var flags: UInt8 = context.sampling.isSampled ? Flags.sampled : 0
        if context.isRandom { flags |= Flags.random }
        headers.append("traceparent") { text in
            text.append(contentsOf: "00-".utf8)
            text.append(hex: context.traceID.high)
            text.append(hex: context.traceID.low)
            text.append(UInt8(ascii: "-"))
            text.append(hex: context.spanID.value)
            // Two bits are in use.
            text.append(contentsOf: "-0".utf8)
            text.append(hexDigit(flags))
        }
        guard !context.traceState.isEmpty else { return }
        let state = TraceStateList.text(context.traceState)
        if !state.isEmpty { headers.append("tracestate", state) }
    }
}
