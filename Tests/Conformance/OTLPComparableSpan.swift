import Foundation
import TraceModel
import TraceWire

/// A span in the words of the captures' descriptions, so that what was stored, what was recorded, and what an independent
/// decoder read can be compared as they are.
struct OTLPComparableSpan: Equatable {
    var traceID = ""
    var spanID = ""
    var parentSpanID = ""
    var traceState = ""
    /// nil where the description does not say them.
    var flags: UInt32?
    var name = ""
    var kind = ""
    var start = ""
    var duration = ""
    var attributes: [String: String] = [:]
    var events: [String] = []
    var links: [String] = []
    var status = ""
    var resource: [String: String] = [:]
    var resourceSchema = ""
    var scope = ""
    var scopeAttributes: [String: String] = [:]

    var place: String { "\(traceID)/\(spanID)" }

    static func sorted(_ texts: [String: String]) -> String {
        texts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
    }
}

// MARK: What was stored

extension OTLPComparableSpan {
    init(_ span: TraceSpan) {
        traceID = span.traceID.hex
        spanID = span.spanID.hex
        parentSpanID = span.parentSpanID?.hex ?? ""
        traceState = span.traceState
        flags = span.flags
        name = span.name
        kind = span.kind.description
        start = span.start.map { String($0.nanoseconds) } ?? ""
        duration = span.durationNanoseconds.map { String($0) } ?? ""
        attributes = Self.texts(span.attributes)
        events = span.events.map { "\($0.name) \($0.time.nanoseconds) \(Self.sorted(Self.texts($0.attributes)))" }
        links = span.links.map {
            "\($0.traceID) \($0.spanID) \($0.traceState) \(Self.sorted(Self.texts($0.attributes)))"
        }
        status = "\(span.status.code)".uppercased() + " \(span.status.message)"
        resource = Self.texts(span.resource.attributes)
        resourceSchema = span.resource.schemaURL
        scope = "\(span.scope.name) \(span.scope.version) \(span.scope.schemaURL)"
        scopeAttributes = Self.texts(span.scope.attributes)
    }

    private static func texts(_ attributes: [Attribute]) -> [String: String] {
        Dictionary(attributes.map { ($0.key, text(of: $0.value)) }, uniquingKeysWith: { first, _ in first + " twice" })
    }

    private static func text(of value: AttributeValue) -> String {
        switch value {
        case .string(let text): "string \(text)"
        case .bool(let flag): "bool \(flag)"
        case .int(let number): "int \(number)"
        case .double(let number):
            "double "
                + (number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : "\(number)")
        case .bytes(let bytes): "bytes " + bytes.map { String(format: "%02x", $0) }.joined()
        case .array(let values): "array [" + values.map { text(of: $0) }.joined(separator: ",") + "]"
        case .map: "kvlist"
        case .empty: "null"
        }
    }
}

// MARK: What was recorded

extension OTLPComparableSpan {
    /// What a record says of a span itself: its scalars, in whatever form the encoding has for them.
    init(_ place: OTLPSpanPlace) {
        let span = place.span
        traceID = Self.digits(span[.spanTraceId])
        spanID = Self.digits(span[.spanSpanId])
        parentSpanID = Self.digits(span[.spanParentSpanId])
        traceState = span.text(.spanTraceState) ?? ""
        flags = UInt32(Self.number(span[.spanFlags]) ?? 0)
        name = span.text(.spanName) ?? ""
        let kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"]
        kind = kinds[Int(Self.number(span[.spanKind]) ?? 0)]
        let begin = Self.number(span[.spanStartTimeUnixNano]) ?? 0
        let end = Self.number(span[.spanEndTimeUnixNano]) ?? 0
        start = String(begin)
        duration = String(end - begin)
        let codes = ["UNSET", "OK", "ERROR"]
        let recorded = span.record(.spanStatus)
        status =
            codes[Int(Self.number(recorded?[.statusCode]) ?? 0)] + " \(recorded?.text(.statusMessage) ?? "")"
    }

    private static func digits(_ value: OTLPValue?) -> String {
        value?.text ?? (value?.octets ?? []).map { String(format: "%02x", $0) }.joined()
    }

    private static func number(_ value: OTLPValue?) -> UInt64? {
        switch value {
        case .text(let digits), .number(let digits): UInt64(digits)
        case .varint(let bits), .fixed64(let bits): bits
        case .fixed32(let bits): UInt64(bits)
        default: nil
        }
    }

    /// Without what a record keeps in messages of their own.
    var scalars: OTLPComparableSpan {
        var copy = self
        copy.attributes = [:]
        copy.events = []
        copy.links = []
        copy.resource = [:]
        copy.resourceSchema = ""
        copy.scope = ""
        copy.scopeAttributes = [:]
        return copy
    }
}
