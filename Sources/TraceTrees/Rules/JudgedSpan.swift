import TraceModel
import TraceRules

/// A span as rules about its content look at it: what it says, whatever the form that it came in.
public struct JudgedSpan: Sendable {
    public let span: TraceSpan
    public let dataModel: DataModel
    /// When the payload had arrived; nil when unknown.
    public let arrival: Timestamp?
    let attributes: SemanticAttributes
    /// The parts of `url.full`.
    let fullURL: WrittenURL?
    /// nil of spans that say nothing about HTTP.
    public let generation: SemanticConventions.Generation?

    /// What the form of a span can say.
    public enum DataModel: String, Sendable, Hashable, CaseIterable {
        /// Tags are texts, there is no resource, and no status but the tag `error`.
        case zipkin
        case otlp
        /// Tags have types, the process stands for the resource, and the tag `error` for the status.
        case jaeger
    }

    public init(_ span: TraceSpan, dataModel: DataModel, arrival: Timestamp? = nil) {
        self.span = span
        self.dataModel = dataModel
        self.arrival = arrival
        attributes = SemanticAttributes(span.attributes)
        fullURL = attributes.text(.fullURL).flatMap(WrittenURL.init)
        generation = SemanticConventions.generation(of: attributes)
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

    /// What is wrong with an attribute, which Zipkin and Jaeger call a tag.
    func violation(at key: SemanticKey, expected: String, actual: String? = nil) -> Violation {
        violation(
            at: path(of: key.name), expected: expected, actual: actual ?? attributes[key]?.quoted ?? "nothing")
    }

    func path(of key: String) -> String { (dataModel == .otlp ? "attributes[\"" : "tags[\"") + key + "\"]" }

    /// Whether the semantic conventions of OpenTelemetry bind it: it came in OpenTelemetry's own form, or bears the marks
    /// that its SDKs leave in other forms. Zipkin's and OpenTracing's clients have conventions of their own under some of
    /// the same names.
    var followsOpenTelemetry: Bool {
        dataModel == .otlp || attributes.has(.sdkName) || attributes.has(.scopeName) || attributes.has(.libraryName)
            || span.resource.attributes["telemetry.sdk.name"] != nil
    }
}

extension AttributeValue {
    /// As people are shown it: texts in quotation marks, cut where they are long.
    var quoted: String {
        guard case .string(let text) = self else { return description }
        return text.quoted
    }
}

extension String {
    var quoted: String { utf8.count > 120 ? "\"\(prefix(120))…\"" : "\"\(self)\"" }
}
