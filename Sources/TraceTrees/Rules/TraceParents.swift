import TraceModel
import TraceRules

// MARK: Parents, roots, cycles

extension Rule<JudgedTrace> {
    static let localParentPresent = Rule(
        "trace/parent/local-present", "TRC-001", .should,
        "The parent of a span of the same process is in the recording.",
        why: "The parent was lost, never ended or had its id changed: the trace falls apart.",
        owner: .sdk, spec: "zipkin2-api.yaml, Span.parentId; Jaeger model, references",
        good: "SERVER a, INTERNAL b below a", bad: "INTERNAL b below a, and no a"
    ) { trace, check in
        let orphans = trace.localOrphans
        for node in trace.tree.nodes.indices where !JudgedTrace.hasRemoteParent(trace.span(node)) {
            let isOrphan = orphans.contains(node)
            guard isOrphan || trace.tree.nodes[node].position == .child else { continue }
            check.expect(!isOrphan, else: trace.missingParent(of: node))
        }
    }

    static let parentPresent = Rule(
        "trace/parent/present", "TRC-001", .should, "Every parent id names a span of the trace.",
        why: "The trace falls apart: what is below the missing span hangs in the air.",
        owner: .sdk, condition: .complete, spec: "zipkin2-api.yaml, Span.parentId; Jaeger model, references",
        good: "CLIENT a, SERVER b below a", bad: "SERVER b below a, and no a"
    ) { trace, check in
        guard trace.isComplete else { return }
        let localOrphans = trace.localOrphans
        for node in trace.tree.nodes.indices where trace.tree.nodes[node].parentSpanID != nil {
            // Local parents, and callers in another trace, have rules of their own.
            let isOrphan =
                trace.tree.nodes[node].position == .orphan && !localOrphans.contains(node)
                && trace.callerInOtherTrace(of: node) == nil
            check.expect(!isOrphan, else: trace.missingParent(of: node))
        }
    }

    static let oneRoot = Rule(
        "trace/tree/single-root", "TRC-002", .should, "A trace has one root.",
        why: "One request looks like several, or the context was lost between two of its spans.",
        owner: .instrumentation, condition: .complete, spec: "W3C Trace Context, trace-id; zipkin2-api.yaml, Span",
        good: "one span without parent", bad: "two spans without parent"
    ) { trace, check in
        guard trace.isComplete, let first = trace.tree.roots.first else { return }
        let others = trace.tree.roots.dropFirst()
        check.expect(
            others.isEmpty,
            else: trace.violation(
                of: others.first.map { trace.span($0) }, at: "parent",
                expected: "one root, the \(trace.span(first).named)",
                actual: "\(others.count + 1) roots"))
    }

    static let noCycle = Rule(
        "trace/parent/no-cycle", "TRC-004", .must, "No span is its own ancestor.",
        why: "The trace has no beginning: readers loop, or cut it where it pleases them.",
        owner: .sdk, spec: "Inferred: zipkin Span.Builder refuses the shortest cycle", good: "a, b below a",
        bad: "a below b, b below a"
    ) { trace, check in
        guard trace.tree.nodes.contains(where: { $0.parentSpanID != nil }) else { return }
        // A span that is its own parent, and ids of several spans, have rules of their own.
        let ambiguous = Set(trace.tree.conflicts.flatMap(\.nodes))
        let cycle = trace.tree.cycles.first { $0.count > 1 && ambiguous.isDisjoint(with: $0) } ?? []
        check.expect(
            cycle.isEmpty,
            else: trace.violation(
                of: cycle.first.map { trace.span($0) }, at: "parent", expected: "parents that end in a root",
                actual: (cycle + cycle.prefix(1)).prefix(6).map { trace.span($0).spanID.hex }
                    .joined(separator: " below ")))
    }
}

extension JudgedTrace {
    fileprivate func missingParent(of node: Int) -> Violation {
        violation(
            of: span(node), at: "parent", expected: "a span of the trace",
            actual: "\(tree.nodes[node].parentSpanID?.hex ?? ""), which is not there")
    }
}
