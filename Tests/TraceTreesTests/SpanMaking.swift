import TraceModel
import TraceTrees

/// A span of few words: ids and times are small numbers, times in microseconds.
func span(
    _ id: UInt64, parent: UInt64? = nil, _ kind: SpanKind = .internal, _ service: String = "app-a", name: String = "",
    at start: Int64? = 0, micros: Int64? = nil, shared: Bool = false
) -> TraceSpan {
    TraceSpan(
        traceID: TraceID(high: 0, low: 1), spanID: SpanID(id), parentSpanID: parent.map { SpanID($0) }, kind: kind,
        name: name, start: start.map { Timestamp(microseconds: $0) },
        durationNanoseconds: micros.map { $0 * 1000 }, localEndpoint: Endpoint(serviceName: service),
        isShared: shared)
}

extension TraceTree {
    /// A line for each node, indented by its depth: `a CLIENT get b + b SERVER GET /`, and `cut` where a cycle was.
    var outline: [String] {
        preorder.map { node in
            let halves = spans(of: node).map { span in
                [span.serviceName ?? "?", span.kind.description, span.name].filter { !$0.isEmpty }
                    .joined(separator: " ")
            }
            return String(repeating: "  ", count: nodes[node].depth) + halves.joined(separator: " + ")
                + (nodes[node].position == .cut ? " cut" : "")
        }
    }
}
