import TraceBytes
import TraceModel

/// Trace contexts as header fields, written and read by the tests themselves: what the product writes or reads must not
/// vouch for what it judges.
enum SyntheticHeaders {
    /// A context in the named formats. A deferred decision has no words in W3C Trace Context: its bit stays clear.
    static func fields(of context: SpanContext, in formats: [String]) -> [(String, String)] {
        let traceID = context.traceIDWidth == .bits64 ? context.traceID.lowHex : context.traceID.hex
        var fields: [(String, String)] = []
        if formats.contains("tracecontext") {
            let flags = context.sampling.isSampled ? "01" : "00"
            fields.append(("traceparent", "00-\(context.traceID.hex)-\(context.spanID.hex)-\(flags)"))
            if !context.traceState.isEmpty {
                let members = context.traceState.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
                fields.append(("tracestate", members))
            }
        }
        if formats.contains("b3multi") {
            fields += [("x-b3-traceid", traceID), ("x-b3-spanid", context.spanID.hex)]
            if let parent = context.parentSpanID { fields.append(("x-b3-parentspanid", parent.hex)) }
            switch context.sampling {
            case .defer: break
            case .deny: fields.append(("x-b3-sampled", "0"))
            case .accept: fields.append(("x-b3-sampled", "1"))
            case .debug: fields.append(("x-b3-flags", "1"))
            }
        }
        if formats.contains("b3") {
            let decision: String =
                switch context.sampling {
                case .defer: ""
                case .deny: "-0"
                case .accept: "-1"
                case .debug: "-d"
                }
            fields.append(("b3", "\(traceID)-\(context.spanID.hex)\(decision)"))
        }
        return fields
    }

    /// The first format with ids that can be read, in the order `tracecontext`, `b3multi`, `b3`; debug and defer are
    /// B3's words and survive beside a `traceparent` of the same trace.
    static func context(in headers: HeaderFields) -> SpanContext? {
        let multi = multiple(in: headers)
        guard var context = traceParent(in: headers) ?? multi ?? single(in: headers) else { return nil }
        if let multi, multi.traceID == context.traceID {
            if multi.sampling == .debug { context.sampling = .debug }
            if multi.sampling == .defer { context.sampling = .defer }
        }
        return context
    }

    private static func traceParent(in headers: HeaderFields) -> SpanContext? {
        let fields = headers.all("traceparent")
        guard fields.count == 1, let text = fields.first?.valueText else { return nil }
        let parts = text.split(separator: "-").map(String.init)
        guard parts.count == 4, let traceID = TraceID(hex: parts[1]), let spanID = SpanID(hex: parts[2]) else {
            return nil
        }
        let members = (headers.text("tracestate") ?? "").split(separator: ",").compactMap { member in
            let pair = member.split(separator: "=", maxSplits: 1).map(String.init)
            return pair.count == 2 ? TraceStateMember(pair[0], pair[1]) : nil
        }
        return SpanContext(
            traceID: traceID, spanID: spanID, sampling: parts[3] == "01" ? .accept : .deny, traceState: members)
    }

    private static func multiple(in headers: HeaderFields) -> SpanContext? {
        guard let text = headers.text("x-b3-traceid"), let traceID = TraceID(hex: text),
            let spanID = headers.text("x-b3-spanid").flatMap({ SpanID(hex: $0) })
        else { return nil }
        let sampling: SamplingDecision =
            switch (headers.text("x-b3-flags"), headers.text("x-b3-sampled")) {
            case ("1", _): .debug
            case (_, "1"): .accept
            case (_, "0"): .deny
            default: .defer
            }
        return SpanContext(
            traceID: traceID, traceIDWidth: text.utf8.count == 16 ? .bits64 : .bits128, spanID: spanID,
            parentSpanID: headers.text("x-b3-parentspanid").flatMap { SpanID(hex: $0) }, sampling: sampling)
    }

    private static func single(in headers: HeaderFields) -> SpanContext? {
        let parts = (headers.text("b3") ?? "").split(separator: "-").map(String.init)
        guard parts.count >= 2, let traceID = TraceID(hex: parts[0]), let spanID = SpanID(hex: parts[1]) else {
            return nil
        }
        let sampling: SamplingDecision =
            switch parts.dropFirst(2).first {
            case "1": .accept
            case "0": .deny
            case "d": .debug
            default: .defer
            }
        return SpanContext(
            traceID: traceID, traceIDWidth: parts[0].utf8.count == 16 ? .bits64 : .bits128, spanID: spanID,
            sampling: sampling)
    }
}
