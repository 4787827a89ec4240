import TraceBytes
import TraceModel

/// The tags of a span: its attributes as strings, and what Zipkin has no member for. One value serves many spans.
///
/// Order: attributes, resource, scope, status. A key is written once; of repeated ones the last value, at the place of the
/// first, as a map that is filled in order keeps it.
struct ZipkinV2Tags {
    /// Where a tag stands in the span, so that nothing is copied before it is written.
    enum Tag {
        case attribute(Int)
        case resource(Int)
        case added(key: String, value: String)
    }

    private(set) var list: [Tag] = []
    /// Bit n: a key has n bytes, modulo 64. Most keys of a span are of a length of their own, and so new at a glance.
    private var lengths: UInt64 = 0
    /// Where the keys are, once there are so many that looking for one of them takes long; empty before.
    private var places: [String: Int] = [:]

    private static let mostSearchedInOrder = 32

    /// Forgets the span before and takes the tags of this one.
    mutating func fill(from span: TraceSpan) {
        list.removeAll(keepingCapacity: true)
        if !places.isEmpty { places.removeAll() }
        lengths = 0
        for number in span.attributes.indices { set(.attribute(number), of: span) }
        // The service is the endpoint's name (OpenTelemetry to Zipkin, Service name); everything else stays visible.
        for number in span.resource.attributes.indices where span.resource.attributes[number].key != "service.name" {
            setIfAbsent(.resource(number), of: span)
        }
        setScope(of: span)
        setStatus(of: span)
    }

    /// Name and version under their keys and the deprecated ones, which must be equal (OpenTelemetry, Mapping to non-OTLP).
    private mutating func setScope(of span: TraceSpan) {
        let (name, version) = (span.scope.name, span.scope.version)
        if !name.isEmpty { setIfAbsent(.added(key: "otel.scope.name", value: name), of: span) }
        if !version.isEmpty { setIfAbsent(.added(key: "otel.scope.version", value: version), of: span) }
        if !name.isEmpty { setIfAbsent(.added(key: "otel.library.name", value: name), of: span) }
        if !version.isEmpty { setIfAbsent(.added(key: "otel.library.version", value: version), of: span) }
    }

    /// Any tag `error` marks a failed span, so that no other may carry one (OpenTelemetry to Zipkin, Status).
    private mutating func setStatus(of span: TraceSpan) {
        switch span.status.code {
        case .unset:
            remove("otel.status_code", of: span)
            remove("error", of: span)
        case .ok:
            set(.added(key: "otel.status_code", value: "OK"), of: span)
            remove("error", of: span)
        case .error:
            set(.added(key: "otel.status_code", value: "ERROR"), of: span)
            set(.added(key: "error", value: span.status.message), of: span)
        }
    }

    private mutating func set(_ tag: Tag, of span: TraceSpan) {
        let key = tag.key(in: span)
        if let place = place(of: key, in: span) { list[place] = tag } else { append(tag, key, of: span) }
    }

    private mutating func setIfAbsent(_ tag: Tag, of span: TraceSpan) {
        let key = tag.key(in: span)
        if place(of: key, in: span) == nil { append(tag, key, of: span) }
    }

    private mutating func append(_ tag: Tag, _ key: String, of span: TraceSpan) {
        list.append(tag)
        lengths |= Self.lengthBit(of: key)
        if list.count > Self.mostSearchedInOrder { indexKeys(of: span) }
    }

    private func place(of key: String, in span: TraceSpan) -> Int? {
        guard lengths & Self.lengthBit(of: key) != 0 else { return nil }
        guard places.isEmpty else { return places[key] }
        return list.firstIndex { tag in
            let other = tag.key(in: span)
            return other.utf8.count == key.utf8.count && other == key
        }
    }

    private mutating func remove(_ key: String, of span: TraceSpan) {
        guard let place = place(of: key, in: span) else { return }
        list.remove(at: place)
        guard !places.isEmpty else { return }
        places.removeAll()
        indexKeys(of: span)
    }

    /// Completes ``places`` by what came behind the keys that are there.
    private mutating func indexKeys(of span: TraceSpan) {
        for place in places.count..<list.count { places[list[place].key(in: span)] = place }
    }

    private static func lengthBit(of key: String) -> UInt64 { 1 << UInt64(key.utf8.count & 63) }
}

extension ZipkinV2Tags.Tag {
    func key(in span: TraceSpan) -> String {
        switch self {
        case .attribute(let number): span.attributes[number].key
        case .resource(let number): span.resource.attributes[number].key
        case .added(let key, _): key
        }
    }

    func value(in span: TraceSpan) -> String {
        switch self {
        case .attribute(let number): span.attributes[number].value.tagText
        case .resource(let number): span.resource.attributes[number].value.tagText
        case .added(_, let value): value
        }
    }
}

extension AttributeValue {
    /// The string that stands for a value in formats with strings alone (OpenTelemetry, AnyValue representation for
    /// non-OTLP): `true`, `42`, `0.5`, base64 for bytes, JSON for lists and maps, nothing for the empty value.
    package var tagText: String {
        switch self {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): Self.text(of: number)
        case .bytes(let bytes): base64Text(bytes)
        case .array, .map: jsonText
        case .empty: ""
        }
    }

    private static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return number.description
    }

    /// JSON: NaN, infinities and base64 bytes in quotes, null for the empty value; repeated keys are repeated.
    var jsonText: String {
        var json = JSONWriter()
        write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func write(to json: inout JSONWriter) {
        switch self {
        case .string(let text): json.write(text)
        case .bool(let flag): json.write(flag)
        case .int(let number): json.write(number)
        case .double(let number): json.write(number)
        case .bytes(let bytes): json.write(base64Text(bytes))
        case .empty: json.writeNull()
        case .array(let values):
            json.beginArray()
            for value in values { value.write(to: &json) }
            json.endArray()
        case .map(let entries):
            json.beginObject()
            for entry in entries {
                json.key(entry.key)
                entry.value.write(to: &json)
            }
            json.endObject()
        }
    }
}
