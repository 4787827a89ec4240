import TraceModel

/// A run in canonical form: the same text for two runs of one program that did the same.
///
/// Traces are sorted by what is in them and equal ones are counted; ids have names; spans that follow each other keep their
/// order, and those that overlap are sorted by what they say; times appear as nesting alone.
package struct Snapshot {
    package let nodes: [SnapshotNode]

    package var text: String { nodes.map { $0.text() }.joined(separator: "\n") }

    /// - Parameter spans: of one form, in any order.
    package init(_ spans: [TraceSpan], options: SnapshotOptions = SnapshotOptions()) {
        var traces: [TraceID: [TraceSpan]] = [:]
        for span in spans { traces[span.traceID, default: []].append(span) }
        // First without names of other traces, for an order that no id decides; then with them.
        let sorted = traces.map { id, spans in
            (id: id, tree: TraceTree(spans), text: Self.trace(TraceTree(spans), "", options, SnapshotNames()).text())
        }.sorted { ($0.text, $0.id) < ($1.text, $1.id) }
        var names = SnapshotNames()
        var number = 0
        var last: String?
        for trace in sorted {
            if trace.text != last { number += 1 }
            last = trace.text
            names.name(trace.id, "trace-\(number)")
            SnapshotTrace(trace.tree, options, SnapshotNames()).name(in: &names)
        }
        var shown: [SnapshotNode] = []
        var counts: [Int] = []
        for trace in sorted {
            let node = Self.trace(trace.tree, names[trace.id] ?? "", options, names)
            if let alike = shown.firstIndex(of: node) {
                counts[alike] += 1
            } else {
                shown.append(node)
                counts.append(1)
            }
        }
        for place in shown.indices where counts[place] > 1 { shown[place].value = "\(counts[place]) alike" }
        nodes = Self.resources(spans, options) + shown
    }

    private static func trace(
        _ tree: TraceTree, _ name: String, _ options: SnapshotOptions, _ names: SnapshotNames
    ) -> SnapshotNode {
        SnapshotNode(name, nil, SnapshotTrace(tree, options, names).nodes)
    }

    /// Every resource once, by the service that it names.
    private static func resources(_ spans: [TraceSpan], _ options: SnapshotOptions) -> [SnapshotNode] {
        let resources = Set(spans.map(\.resource)).filter { !$0.attributes.isEmpty }
        return resources.map { resource in
            let service = resource.attributes["service.name"]?.description ?? "no name"
            let attributes = SnapshotTrace.attributes(resource.attributes, options, SnapshotNames())
            return SnapshotNode("resource of \(service)", nil, attributes)
        }.sorted { $0.text() < $1.text() }.reduce(into: []) { unique, node in
            // Instances that differ in what changes from run to run alone are one.
            if unique.last != node { unique.append(node) }
        }
    }
}
