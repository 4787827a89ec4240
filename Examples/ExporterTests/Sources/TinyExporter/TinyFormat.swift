import Foundation

/// How a batch of spans is written.
public enum TinyFormat: Sendable, CaseIterable {
    case otlpJSON
    case zipkinV2

    func body(of spans: [TinySpan]) throws -> Data {
        switch self {
        case .otlpJSON: try JSONSerialization.data(withJSONObject: otlp(spans))
        case .zipkinV2: try JSONSerialization.data(withJSONObject: spans.map(zipkin))
        }
    }

    /// Spans are grouped by resource, here by service; 64-bit integers are texts (OTLP, JSON Protobuf Encoding).
    private func otlp(_ spans: [TinySpan]) -> [String: Any] {
        let groups = Dictionary(grouping: spans, by: \.service).sorted { $0.key < $1.key }
        return [
            "resourceSpans": groups.map { service, spans in
                [
                    "resource": ["attributes": [attribute("service.name", service)]],
                    "scopeSpans": [["scope": ["name": "TinyExporter"], "spans": spans.map(otlp)]],
                ] as [String: Any]
            }
        ]
    }

    private func otlp(_ span: TinySpan) -> [String: Any] {
        var members: [String: Any] = [
            "traceId": hex(span.traceID.high) + hex(span.traceID.low), "spanId": hex(span.id), "name": span.name,
            "kind": 1, "startTimeUnixNano": String(span.start),
            "endTimeUnixNano": String(span.start + span.durationNanoseconds),
            "attributes": span.attributes.map { attribute($0.key, $0.value) },
        ]
        if let parent = span.parentID { members["parentSpanId"] = hex(parent) }
        return members
    }

    private func attribute(_ key: String, _ value: String) -> [String: Any] {
        ["key": key, "value": ["stringValue": value]]
    }

    /// Times are microseconds, and a duration is at least one.
    private func zipkin(_ span: TinySpan) -> [String: Any] {
        var members: [String: Any] = [
            "traceId": hex(span.traceID.high) + hex(span.traceID.low), "id": hex(span.id), "name": span.name,
            "timestamp": span.start / 1000, "duration": max(span.durationNanoseconds / 1000, 1),
            "localEndpoint": ["serviceName": span.service],
            "tags": Dictionary(span.attributes.map { ($0.key, $0.value) }) { $1 },
        ]
        if let parent = span.parentID { members["parentId"] = hex(parent) }
        return members
    }

    private func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
