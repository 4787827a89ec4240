import TraceModel

/// One failure with the shortest evidence that convinces: where, what was expected, what was found.
package struct Finding: Sendable, Hashable {
    /// The number of the request; nil for findings about the run or a hop as a whole.
    package var request: Int?
    /// The index of the hop; nil when no single hop is concerned.
    package var hop: Int?
    /// The edge whose headers or times prove it.
    package var edge: Int?
    /// The span that offends, or whose absence does.
    package var span: SpanReference?
    /// What makes findings one cause, for grouping: `missing tag message`.
    package var cause: String
    package var expected: String
    package var actual: String

    package init(
        _ cause: String, request: Int? = nil, hop: Int? = nil, edge: Int? = nil, span: SpanReference? = nil,
        expected: String, actual: String
    ) {
        self.cause = cause
        self.request = request
        self.hop = hop
        self.edge = edge
        self.span = span
        self.expected = expected
        self.actual = actual
    }
}

/// Names one observed span of a run.
package struct SpanReference: Sendable, Hashable {
    package var traceID: TraceID
    package var spanID: SpanID
    package var kind: SpanKind

    package init(_ span: TraceSpan) {
        traceID = span.traceID
        spanID = span.spanID
        kind = span.kind
    }
}
