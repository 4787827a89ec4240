import TraceModel
import TraceRules

// MARK: OpenTelemetry trace API, Set Status

extension Rule<JudgedSpan> {
    static let okStatus = Rule(
        "content/status/ok-is-explicit", "SEM-013", .should,
        "Instrumentation leaves the status of ordinary successes UNSET; OK is for applications to say.",
        why:
            "OK is final: it hides the errors that the application sets later, and tells nothing where all spans have it.",
        owner: .instrumentation, spec: "OpenTelemetry trace API, Set Status", good: #""status":{}"#,
        bad: #""status":{"code":1} on every span of a scope"#, remembering: StatusMemory()
    ) { judged, memory, _ in
        guard judged.dataModel == .otlp, judged.isOfInstrumentation, !judged.span.scope.name.isEmpty else { return }
        memory.add(judged.span)
    } atEnd: { memory, check in
        for (scope, counts) in memory.scopes.sorted(by: { $0.key < $1.key }) where counts.total >= StatusMemory.enough {
            check.expect(
                counts.ok < counts.total,
                else: Violation(
                    at: "scope \(scope.quoted)", expected: "spans with the status UNSET",
                    actual: "OK on all \(counts.total) spans that did not fail"))
        }
    }
}

extension JudgedSpan {
    /// A span as libraries make them of calls, rather than applications of their work.
    fileprivate var isOfInstrumentation: Bool {
        guard span.kind != .internal, span.kind != .unspecified else { return false }
        let keys: [SemanticKey] = [.method, .oldMethod, .rpcSystem, .messagingSystem, .dbSystem, .dbOldSystem]
        return keys.contains { attributes.has($0) }
    }
}

/// For each scope how many of its spans say that they succeeded.
private struct StatusMemory {
    var scopes: [String: (total: Int, ok: Int)] = [:]

    /// How many spans of a scope are no accident.
    static let enough = 5
    private static let keptScopes = 1024

    mutating func add(_ span: TraceSpan) {
        guard span.status.code != .error else { return }
        guard scopes[span.scope.name] != nil || scopes.count < Self.keptScopes else { return }
        scopes[span.scope.name, default: (0, 0)].total += 1
        if span.status.code == .ok { scopes[span.scope.name, default: (0, 0)].ok += 1 }
    }
}
