import TraceBytes
import TraceModel

/// What a canonical span is in Zipkin's second data model, whatever the encoding.
extension TraceSpan {
    /// Whole microseconds since 1970, truncated; nil for a start at or before 1970, which the format calls invalid.
    var zipkinTimestamp: Int64? { start?.zipkinTimestamp }

    var zipkinDuration: Int64? { durationNanoseconds.flatMap(TraceWire.zipkinDuration) }

    /// The service is the resource's where the span has no endpoint of its own (OpenTelemetry to Zipkin, Service name).
    var zipkinLocalEndpoint: Endpoint? { localEndpoint ?? serviceName.map { Endpoint(serviceName: $0) } }

    var zipkinRemoteEndpoint: Endpoint? { remoteEndpoint ?? Endpoint(peerOf: self) }
}

extension Timestamp {
    /// nil at or before 1970.
    var zipkinTimestamp: Int64? { microseconds > 0 ? microseconds : nil }
}

/// Whole microseconds, truncated; below one it is one (zipkin2-api.yaml, Span.duration). nil unless it is positive.
func zipkinDuration(ofNanoseconds nanoseconds: Int64) -> Int64? {
    nanoseconds > 0 ? max(1, nanoseconds / 1000) : nil
}

extension Endpoint {
    /// Whether anything is left to be written once empty texts and port 0 are left out.
    var hasZipkinContent: Bool {
        serviceName?.isEmpty == false || ipv4?.isEmpty == false || ipv6?.isEmpty == false || (port ?? 0) > 0
    }
}

extension SpanEvent {
    /// The name, or with attributes `"name":{"key":"value"}` (OpenTelemetry to Zipkin, Events).
    var zipkinText: String {
        guard !attributes.isEmpty else { return name }
        var text: [UInt8] = []
        appendJSONString(name, to: &text)
        text.append(0x3a)
        text.append(contentsOf: AttributeValue.map(attributes).jsonText.utf8)
        return String(decoding: text, as: UTF8.self)
    }
}
