import TraceModel
import TraceRules

/// A span as rules about its content look at it: what it says, whatever the form that it came in.
public struct JudgedSpan: Sendable {
    public let span: TraceSpan
    public let dataModel: DataModel

    /// What the form of a span can say.
    public enum DataModel: String, Sendable, Hashable, CaseIterable {
        /// Tags are texts, there is no resource, and no status but the tag `error`.
        case zipkin
        case otlp
        /// Tags have types, the process stands for the resource, and the tag `error` for the status.
        case jaeger
    }

    public init(_ span: TraceSpan, dataModel: DataModel) {
        self.span = span
        self.dataModel = dataModel
    }

    public var label: SpanLabel {
        SpanLabel(
            traceID: span.traceIDWidth == .bits64 ? String(span.traceID.hex.suffix(16)) : span.traceID.hex,
            spanID: span.spanID.hex, name: span.name)
    }

    /// What is wrong with a part of the span: `name`, `attributes["http.route"]`.
    public func violation(at path: String, expected: String, actual: String) -> Violation {
        Violation(at: path, expected: expected, actual: actual, span: label)
    }
}
