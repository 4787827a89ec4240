import TraceModel
import TraceRules

/// A trace as rules about whole traces look at it.
public struct JudgedTrace: Sendable {
    public let traceID: TraceID
    /// The spans that came in one form, joined.
    package let tree: TraceTree
    public let dataModel: JudgedSpan.DataModel
    /// Everything that belongs to the trace is there. Otherwise spans may have parents elsewhere.
    public let isComplete: Bool

    package init(
        _ traceID: TraceID, _ spans: [TraceSpan], dataModel: JudgedSpan.DataModel, isComplete: Bool
    ) {
        self.traceID = traceID
        self.dataModel = dataModel
        self.isComplete = isComplete
        tree = TraceTree(spans)
    }

    /// What is wrong with a span of the trace, or with the trace as a whole.
    public func violation(of span: TraceSpan?, expected: String, actual: String) -> Violation {
        let label = span.map { JudgedSpan($0, dataModel: dataModel).label } ?? SpanLabel(traceID: traceID.hex)
        return Violation(at: "", expected: expected, actual: actual, span: label)
    }
}
