import TraceRules

/// The spans of a payload as rules look at them.
public struct ZipkinV2Payload: Hashable, Sendable {
    /// ``ZipkinV2/json`` or ``ZipkinV2/protobuf``.
    public let format: WireFormat
    public let places: [ZipkinV2SpanPlace]

    public init(_ spans: [ZipkinV2Span], format: WireFormat = ZipkinV2.json) {
        self.format = format
        places = spans.enumerated().map { ZipkinV2SpanPlace(span: $1, index: $0) }
    }
}

/// A span of a payload with its place there.
public struct ZipkinV2SpanPlace: Hashable, Sendable {
    public let span: ZipkinV2Span
    public let index: Int

    /// `[2]`.
    public var path: String { "[\(index)]" }

    public var label: SpanLabel { SpanLabel(traceID: span.traceId, spanID: span.id, name: span.name) }

    /// What is wrong at a member of the span, at the value that counts.
    public func violation(at field: ZipkinV2Field, expected: String, actual: String) -> Violation {
        violation(
            at: ".\(field.rawValue)", offset: span.member(field)?.offset, expected: expected, actual: actual)
    }

    /// What is wrong at a part of the span, `.tags["error"]`; without an offset at the span's own first byte.
    func violation(at part: String, offset: Int?, expected: String, actual: String) -> Violation {
        Violation(
            at: path + part, expected: expected, actual: actual, offset: offset ?? span.offset, span: label)
    }
}
