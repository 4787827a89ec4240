import TraceModel
import TraceRules
import TraceTrees

/// A span that a program meant to send beside the one that arrived.
public struct ExpectedPair: Sendable {
    public let expected: ExpectedSpan
    /// nil when none arrived under these identifiers.
    public let actual: TraceSpan?
    public let dataModel: JudgedSpan.DataModel

    /// What is wrong with a part of the span that arrived: `links[0].tracestate`.
    func violation(at path: String, expected: String, actual: String) -> Violation {
        let label = SpanLabel(
            traceID: self.expected.traceID.hex, spanID: self.expected.spanID.hex,
            name: self.actual?.name ?? self.expected.name)
        return Violation(at: path, expected: expected, actual: actual, span: label)
    }

    /// Formats that count microseconds may round or cut.
    func isNear(_ actual: Int64?, _ expected: Int64) -> Bool {
        // Zipkin has no duration of 0, which is what less than a microsecond may become.
        guard let actual else { return dataModel == .zipkin && expected < 1000 }
        let (distance, overflows) = actual.subtractingReportingOverflow(expected)
        return !overflows && distance.magnitude <= (dataModel == .otlp ? 0 : 1000)
    }

    /// Whether an attribute says what it was given, as far as the data model can: Zipkin has texts alone, and how lists and
    /// doubles are spelt there and in Jaeger's is up to the exporter. nil where that cannot be told.
    func agrees(_ actual: AttributeValue, _ expected: AttributeValue) -> Bool? {
        switch (dataModel, expected) {
        case (.otlp, _): Self.areEqual(actual, expected)
        case (_, .array), (_, .map), (_, .bytes), (_, .empty): nil
        case (.zipkin, .double): nil
        case (.zipkin, .bool(let flag)): actual.description.lowercased() == (flag ? "true" : "false")
        case (.zipkin, _): actual.description == expected.description
        case (.jaeger, _): Self.areEqual(actual, expected)
        }
    }

    /// Every not-a-number is one, and 0 is not -0.
    private static func areEqual(_ left: AttributeValue, _ right: AttributeValue) -> Bool {
        switch (left, right) {
        case (.double(let left), .double(let right)):
            left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy(areEqual)
        default: left == right
        }
    }
}

extension AttributeValue {
    /// With its type, so that a text and a number that look alike differ: `"42"`, `the integer 42`.
    var described: String {
        switch self {
        case .string(let text): "\"\(text)\""
        case .bool: "the boolean \(description)"
        case .int: "the integer \(description)"
        case .double: "the double \(description)"
        case .bytes: "the bytes \(description)"
        case .array(let values): "[" + values.map(\.described).joined(separator: ", ") + "]"
        case .map: "the map \(description)"
        case .empty: "an empty value"
        }
    }
}
