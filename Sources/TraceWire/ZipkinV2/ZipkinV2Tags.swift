import TraceBytes
import TraceModel

/// The tags of a span: its attributes as strings, and what Zipkin has no member for.
///
/// Order: attributes, resource, scope, status. A key is written once; of repeated ones the last value, at the place of the
/// first, as a map that is filled in order keeps it.
struct ZipkinV2Tags {
    private(set) var list: [(key: String, value: String)] = []
    private var places: [String: Int] = [:]

    init(of span: TraceSpan) {
        for attribute in span.attributes { set(attribute.key, attribute.value.tagText) }
        // The service is the endpoint's name (OpenTelemetry to Zipkin, Service name); everything else stays visible.
        for attribute in span.resource.attributes where attribute.key != "service.name" {
            setIfAbsent(attribute.key, attribute.value.tagText)
        }
        setScope(span.scope)
        setStatus(span.status)
    }

    /// Name and version under their keys and the deprecated ones, which must be equal (OpenTelemetry, Mapping to non-OTLP).
    private mutating func setScope(_ scope: InstrumentationScope) {
        for (key, value) in [
            ("otel.scope.name", scope.name), ("otel.scope.version", scope.version), ("otel.library.name", scope.name),
            ("otel.library.version", scope.version),
        ] where !value.isEmpty {
            setIfAbsent(key, value)
        }
    }

    /// Any tag `error` marks a failed span, so that no other may carry one (OpenTelemetry to Zipkin, Status).
    private mutating func setStatus(_ status: SpanStatus) {
        switch status.code {
        case .unset:
            remove("otel.status_code")
            remove("error")
        case .ok:
            set("otel.status_code", "OK")
            remove("error")
        case .error:
            set("otel.status_code", "ERROR")
            set("error", status.message)
        }
    }

    private mutating func set(_ key: String, _ value: String) {
        if let place = places[key] {
            list[place].value = value
        } else {
            places[key] = list.count
            list.append((key, value))
        }
    }

    private mutating func setIfAbsent(_ key: String, _ value: String) {
        if places[key] == nil { set(key, value) }
    }

    private mutating func remove(_ key: String) {
        guard places[key] != nil else { return }
        list.removeAll { $0.key == key }
        places = Dictionary(uniqueKeysWithValues: list.enumerated().map { ($1.key, $0) })
    }
}

extension AttributeValue {
    /// The string that stands for a value in formats with strings alone (OpenTelemetry, AnyValue representation for
    /// non-OTLP): `true`, `42`, `0.5`, base64 for bytes, JSON for lists and maps, nothing for the empty value.
    var tagText: String {
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
