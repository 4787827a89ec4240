import TraceBytes
import TraceRules

// How rules say where something is wrong, and in which span.

extension OTLPPayload {
    /// At a field of a message: at the value that counts, or where the message is when it has none.
    func violation(at place: OTLPPlace, _ field: OTLPField, expected: String, actual: String) -> Violation {
        let member = place.record.members.last { $0.field == field }
        return Violation(
            at: path(of: place, field.name), expected: expected, actual: actual,
            offset: member?.offset ?? place.record.offset, span: label(of: place))
    }

    /// At a member as it was spelt, declared or not; at the message when there is none.
    func violation(at place: OTLPPlace, _ member: OTLPMember?, expected: String, actual: String) -> Violation {
        Violation(
            at: path(of: place, member?.name), expected: expected, actual: actual,
            offset: member?.offset ?? place.record.offset, span: label(of: place))
    }

    /// At a message as a whole.
    func violation(at place: OTLPPlace, expected: String, actual: String) -> Violation {
        Violation(
            at: path(of: place), expected: expected, actual: actual, offset: place.record.offset,
            span: label(of: place))
    }

    /// `resourceSpans[0].scopeSpans[1].spans[2].attributes["http.method"].value`; empty for the request.
    func path(of place: OTLPPlace, _ member: String? = nil) -> String {
        var path = ""
        // Longer than most paths, so that it grows once.
        path.reserveCapacity(128)
        append(place, to: &path)
        if let member { Self.append(member, to: &path) }
        return path
    }

    /// Messages nest no deeper than walkers let them.
    private func append(_ place: OTLPPlace, to path: inout String) {
        guard let field = place.field, let around = around(place) else { return }
        append(around, to: &path)
        Self.append(field.name, to: &path)
        guard field.isRepeated else { return }
        if let key = place.shownKey {
            path += "[\""
            path += key
            path += "\"]"
        } else {
            path += "["
            path += String(place.position)
            path += "]"
        }
    }

    private static func append(_ step: String, to path: inout String) {
        if !path.isEmpty { path += "." }
        path += step
    }

    /// The span that a message is or belongs to; nil outside of spans.
    func label(of place: OTLPPlace) -> SpanLabel? {
        guard place.span >= 0 else { return nil }
        let span = allPlaces[Int(place.span)].record
        return SpanLabel(
            traceID: span[.spanTraceId]?.identifierText, spanID: span[.spanSpanId]?.identifierText,
            name: span.text(.spanName))
    }
}

extension OTLPPlace {
    /// Of an attribute: the key, which says more than a position; nil when it is absent, empty or too long to be shown.
    fileprivate var shownKey: String? {
        guard record.message == .keyValue, let key = record.text(.attributeKey), (1...80).contains(key.utf8.count)
        else {
            return nil
        }
        return key
    }
}

extension OTLPValue {
    /// An identifier as people write it: hexadecimal digits, or what stands there in their place; nil when it is none.
    fileprivate var identifierText: String? {
        switch self {
        case .text(let text): text
        case .octets(let octets): hexDigits(octets)
        default: nil
        }
    }
}
