import TraceBytes
import TraceModel

/// A span as the program that sent it knows it: a member of `spans` in an `expected.json` beside payloads.
///
/// What is nil is not known, and nothing is asked of it.
public struct ExpectedSpan: Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    /// It must not arrive: the program made it and did not sample it.
    public var isUnsampled = false
    public var name: String?
    /// `SERVER`, `INTERNAL`.
    public var kind: String?
    /// The identifier of the parent, zero for a root.
    public var parentSpanID: SpanID?
    public var start: Int64?
    public var durationNanoseconds: Int64?
    public var status: SpanStatus?
    public var attributes: [Attribute] = []
    public var events: [ExpectedEvent] = []
    public var links: [SpanLink] = []
    public var traceState: String?
    /// Attributes of its resource.
    public var resource: [Attribute] = []
    public var scopeName: String?

    public struct ExpectedEvent: Sendable {
        public var name: String
        public var time: Int64?
    }
}

extension ExpectedSpan {
    /// Reads an `expected.json`.
    ///
    /// Its `source` says how much is known: of `partial…` only the members that are there, of `none…` nothing. `notExported`
    /// lists spans that must not arrive. Members that are equal to their defaults may be absent: kind INTERNAL, no parent, no
    /// status.
    public static func spans(parsing bytes: [UInt8]) throws(SavedRequest.Problem) -> [ExpectedSpan] {
        let document: JSONValue
        do throws(ReadError) {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw SavedRequest.Problem(description: "not JSON: \(error)")
        }
        let source = document["source"]?.text ?? ""
        if source.hasPrefix("none") { return [] }
        let isPartial = source.hasPrefix("partial")
        let sent = (document["spans"]?.elements ?? []).compactMap { span in
            ExpectedSpan(span, in: document, isPartial: isPartial)
        }
        let unsampled = (document["notExported"]?.elements ?? []).compactMap { span -> ExpectedSpan? in
            var expected = ExpectedSpan(span, in: document, isPartial: true)
            expected?.isUnsampled = true
            return expected
        }
        return sent + unsampled
    }

    /// nil without identifiers, as of spans that a library makes for itself.
    private init?(_ json: JSONValue, in document: JSONValue, isPartial: Bool) {
        guard let traceID = json["traceId"]?.text.flatMap({ TraceID(hex: $0) }),
            let spanID = json["spanId"]?.text.flatMap({ SpanID(hex: $0) })
        else { return nil }
        self.traceID = traceID
        self.spanID = spanID
        name = json["name"]?.text
        kind = json["kind"]?.text ?? (isPartial ? nil : "INTERNAL")
        let parent = json["parentSpanId"]?.text ?? (isPartial ? nil : "")
        parentSpanID = parent.flatMap { $0.isEmpty ? SpanID(0) : SpanID(hex: $0) }
        start = json["startUnixNano"]?.text.flatMap { Int64($0) }
        durationNanoseconds = json["durationNano"]?.text.flatMap { Int64($0) }
        status = Self.status(json["status"]) ?? (isPartial ? nil : .unset)
        attributes = Self.attributes(json["attributes"])
        events = (json["events"]?.elements ?? []).compactMap { event in
            event["name"]?.text.map { ExpectedEvent(name: $0, time: event["timeUnixNano"]?.text.flatMap { Int64($0) }) }
        }
        links = (json["links"]?.elements ?? []).compactMap(Self.link)
        traceState = json["traceState"]?.text ?? (isPartial ? nil : "")
        resource = Self.attributes(Self.member(json["resource"], of: document["resources"])?["attributes"])
        scopeName = Self.member(json["scope"], of: document["scopes"])?["name"]?.text
    }

    /// The element of a list that a number names; the first without one.
    private static func member(_ number: JSONValue?, of list: JSONValue?) -> JSONValue? {
        guard let elements = list?.elements, let place = Int(exactly: number?.integer ?? 0) else { return nil }
        return elements.indices.contains(place) ? elements[place] : nil
    }

    private static func status(_ json: JSONValue?) -> SpanStatus? {
        let message = json?["message"]?.text ?? ""
        switch json?["code"]?.text {
        case "UNSET": return .unset
        case "OK": return SpanStatus(.ok)
        case "ERROR": return SpanStatus(.error, message: message)
        default: return nil
        }
    }

    private static func link(_ json: JSONValue) -> SpanLink? {
        guard let trace = json["traceId"]?.text.flatMap({ TraceID(hex: $0) }),
            let span = json["spanId"]?.text.flatMap({ SpanID(hex: $0) })
        else { return nil }
        return SpanLink(
            traceID: trace, spanID: span, traceState: json["traceState"]?.text ?? "",
            attributes: attributes(json["attributes"]))
    }

    /// `{"key": {"type": "int", "value": "42"}}`; those whose type is not known are left out.
    private static func attributes(_ json: JSONValue?) -> [Attribute] {
        (json?.members ?? []).compactMap { member in value(member.value).map { Attribute(member.key, $0) } }
    }

    private static func value(_ json: JSONValue) -> AttributeValue? {
        let value = json["value"]
        switch json["type"]?.text {
        case "string": return value?.text.map { .string($0) }
        case "bool": return value?.boolean.map { .bool($0) }
        case "int": return value?.text.flatMap { Int64($0) }.map { .int($0) }
        case "double":
            switch value?.text {
            case "NaN": return .double(.nan)
            case "Infinity": return .double(.infinity)
            case "-Infinity": return .double(-.infinity)
            default: return value?.double.map { .double($0) }
            }
        case "array":
            let elements = value?.elements ?? []
            let values = elements.compactMap { self.value($0) }
            return values.count == elements.count ? .array(values) : nil
        default: return nil
        }
    }
}
