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
        var parts = member.map { [$0] } ?? []
        var current = place
        while let field = current.field, let around = around(current) {
            parts.append(current.step(field))
            current = around
        }
        return parts.reversed().joined(separator: ".")
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
    /// How many bytes of a key are shown.
    private static let shownKey = 80

    /// `spans[2]`, `attributes["http.method"]`, `status`.
    fileprivate func step(_ field: OTLPField) -> String {
        guard field.isRepeated else { return field.name }
        guard record.message == .keyValue, let key = record.text(.attributeKey), !key.isEmpty,
            key.utf8.count <= Self.shownKey
        else { return "\(field.name)[\(position)]" }
        return "\(field.name)[\"\(key)\"]"
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

extension RuleCheck {
    /// The rule applies to one thing more, and holds for it.
    mutating func holds() { expect(true, else: Violation(at: "", expected: "", actual: "")) }
}
