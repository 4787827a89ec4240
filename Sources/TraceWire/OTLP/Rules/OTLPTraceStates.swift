import TraceModel
import TraceRules

// MARK: trace.proto, Span.trace_state; W3C Trace Context, tracestate

extension Rule<OTLPPayload> {
    static let traceStateGrammar = Rule(
        "otlp/trace-state/grammar", "OTLP-023", .must,
        "A trace state is a list of up to 32 members key=value as W3C tracestate has them.",
        why: "Whoever sends it on as a header breaks the grammar there, and receivers discard the whole list.",
        owner: .sdk, spec: "trace.proto, Span.trace_state; W3C Trace Context section 3.3.1",
        good: #""traceState":"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE""#, bad: #""traceState":"FOO=1""#
    ) { payload, check in
        for (message, field) in [(OTLPMessage.span, OTLPField.spanTraceState), (.link, .linkTraceState)] {
            for place in payload.places(of: message) {
                guard let text = place.record.text(field), !text.isEmpty else { continue }
                let flaw = traceStateFlaw(text)
                check.expect(
                    flaw == nil,
                    else: payload.violation(
                        at: place, field, expected: "at most 32 members key=value, keys in lower case",
                        actual: flaw ?? ""))
            }
        }
    }
}

/// The member that the grammar refuses, or how many there are; nil when nothing is wrong. Empty members are allowed.
private func traceStateFlaw(_ text: String) -> String? {
    var members = 0
    for part in Array(text.utf8).split(separator: 0x2c) {
        var member = part
        while let byte = member.first, byte == 0x20 || byte == 0x09 { member = member.dropFirst() }
        while let byte = member.last, byte == 0x20 || byte == 0x09 { member = member.dropLast() }
        if member.isEmpty { continue }
        members += 1
        guard let equals = member.firstIndex(of: 0x3d), TraceStateGrammar.isKey(member[..<equals]),
            TraceStateGrammar.isValue(member[equals...].dropFirst())
        else { return OTLPValue.text(String(decoding: member, as: UTF8.self)).described }
    }
    return members > TraceStateGrammar.memberLimit ? "\(members) members" : nil
}
