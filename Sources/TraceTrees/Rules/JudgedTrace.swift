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
    /// When each span of the tree had arrived; nil where unknown. In the order of ``tree``'s spans.
    package let arrivals: [Timestamp?]
    /// The spans of the trace that came in forms which were looked at before.
    package let spansOfOtherForms: [TraceSpan]
    package let surroundings: TraceSurroundings

    package init(
        _ traceID: TraceID, _ spans: [TraceSpan], dataModel: JudgedSpan.DataModel, isComplete: Bool,
        arrivals: [Timestamp?] = [], spansOfOtherForms: [TraceSpan] = [],
        surroundings: TraceSurroundings = TraceSurroundings()
    ) {
        self.traceID = traceID
        self.dataModel = dataModel
        self.isComplete = isComplete
        self.arrivals = arrivals
        self.spansOfOtherForms = spansOfOtherForms
        self.surroundings = surroundings
        tree = TraceTree(spans, virtualParents: surroundings.virtualParents)
    }

    /// What is wrong with a span of the trace, or with the trace as a whole.
    public func violation(
        of span: TraceSpan?, at path: String = "", expected: String, actual: String
    ) -> Violation {
        let label = span.map { JudgedSpan($0, dataModel: dataModel).label } ?? SpanLabel(traceID: traceID.hex)
        return Violation(at: path, expected: expected, actual: actual, span: label)
    }
}

/// What rules about one trace must know of the rest of its run.
package struct TraceSurroundings: Sendable {
    /// The services that sent spans in the form of the trace, in lower case, since Zipkin's servers compare them so.
    package var services: Set<String>
    /// CLIENT and PRODUCER spans that a SERVER or CONSUMER span of *another* trace names as its parent: ids of spans are
    /// random, so that it is theirs. Ids of several such spans are left out.
    package var callersOfOtherTraces: [SpanID: TraceSpan]
    /// Spans that exist and are exported by nobody, such as those that a test client sends.
    package var virtualParents: Set<SpanID>

    package init(
        services: Set<String> = [], callersOfOtherTraces: [SpanID: TraceSpan] = [:], virtualParents: Set<SpanID> = []
    ) {
        self.services = services
        self.callersOfOtherTraces = callersOfOtherTraces
        self.virtualParents = virtualParents
    }
}
