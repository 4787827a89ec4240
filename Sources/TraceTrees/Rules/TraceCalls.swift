import TraceModel
import TraceRules

// MARK: OpenTelemetry trace API, SpanKind: the two sides of a call

extension Rule<JudgedTrace> {
    static let clientHasServer = Rule(
        "trace/call/client-has-server", "TRC-012", .should,
        "A call of a service that sends spans has a SERVER span below its CLIENT span.",
        why:
            "The called service began a trace of its own, lost the span or did not sample it: the trace ends at the call.",
        owner: .instrumentation, condition: .complete, spec: "OpenTelemetry trace API, SpanKind",
        good: "CLIENT peer.service=cart, SERVER of cart below it", bad: "CLIENT peer.service=cart, nothing below it"
    ) { trace, check in
        guard trace.isComplete else { return }
        for node in trace.tree.nodes.indices where trace.span(node).kind == .client {
            let span = trace.span(node)
            // A call that failed may not have arrived.
            guard span.status.code != .error, let peer = JudgedTrace.peer(of: span),
                trace.surroundings.services.contains(peer.lowercased())
            else { continue }
            let hasServer =
                trace.tree.nodes[node].isShared
                || trace.tree.subtree(of: node).prefix(JudgedTrace.nearby).contains { trace.span($0).kind == .server }
            check.expect(
                hasServer,
                else: trace.violation(
                    of: span, at: "children", expected: "a SERVER span of \(peer)", actual: "none"))
        }
    }

    static let serverHasClient = Rule(
        "trace/call/server-has-client", "TRC-013", .should,
        "The parent of a SERVER span is the CLIENT span of its caller, or a proxy's SERVER span.",
        why: "Maps of services are drawn from pairs of CLIENT and SERVER: the call is missing on them.",
        owner: .instrumentation, condition: .complete, spec: "OpenTelemetry trace API, SpanKind",
        good: "SERVER below CLIENT", bad: "SERVER below INTERNAL"
    ) { trace, check in
        guard trace.isComplete else { return }
        for node in trace.tree.nodes.indices where trace.span(node).kind == .server {
            guard let parent = trace.tree.nodes[node].parent else { continue }
            let span = trace.span(node)
            let isCalled = trace.tree.spans(of: parent).contains { above in
                // What a proxy got it may hand on as it came.
                above.kind == .client || above.kind == .producer
                    || above.kind == .server && above.serviceName != span.serviceName
            }
            check.expect(
                isCalled,
                else: trace.violation(
                    of: span, at: "parent", expected: "a CLIENT span", actual: "the \(trace.span(parent).named)"))
        }
    }

    static let errorIsVisible = Rule(
        "trace/call/error-is-visible", "TRC-026", .should,
        "Where a SERVER span failed with 5xx, the CLIENT span above it says so.",
        why: "The caller looks healthy, and whoever follows the error upwards loses its trail.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, Status",
        good: "SERVER 503 ERROR below CLIENT 503 ERROR", bad: "SERVER 503 ERROR below CLIENT without code and error"
    ) { trace, check in
        let calls = trace.calls.filter { $0.callee.kind == .server }
        guard calls.contains(where: { $0.callee.status.code == .error }) else { return }
        let callees = Dictionary(grouping: calls, by: \.callerNode)
        // A client that tries again may succeed in the end: only who asked once is judged.
        for call in calls where call.callee.status.code == .error && callees[call.callerNode]?.count == 1 {
            let callee = JudgedSpan(call.callee, dataModel: trace.dataModel)
            guard let code = callee.httpStatusCode, code >= 500 else { continue }
            let caller = JudgedSpan(call.caller, dataModel: trace.dataModel)
            // What the code of the caller asks of its status is the business of the rules about the content of spans.
            let saysMore = caller.httpStatusCode != nil || caller.attributes.has(.errorType)
            check.expect(
                call.caller.status.code == .error || saysMore,
                else: trace.violation(
                    of: call.caller, at: "status",
                    expected: "the failure of the call, \(code) by the \(call.callee.named)",
                    actual: "no error and no status code"))
        }
    }
}

extension Rule<JudgedSpan> {
    static let consumerIsLinked = Rule(
        "trace/call/consumer-is-linked", "TRC-014", .warning,
        "A CONSUMER span of a destination with PRODUCER spans has a parent or a link.",
        why: "What became of a message cannot be told from who sent it.",
        owner: .instrumentation, spec: "OpenTelemetry trace API, SpanKind; Semantic conventions, Messaging spans",
        good: "CONSUMER below PRODUCER, or with a link to it", bad: "CONSUMER without parent and link",
        remembering: DestinationMemory()
    ) { judged, memory, check in
        let keys: [SemanticKey] = [.messagingDestination, .messagingOldDestination, .kafkaTopic]
        guard judged.span.kind == .producer || judged.span.kind == .consumer,
            let destination = keys.lazy.compactMap({ judged.attributes.text($0) }).first
        else { return }
        if judged.span.kind == .producer { return memory.sees(destination) }
        // Asking for messages may bring none to be linked to.
        let operation = judged.attributes.text(.messagingOperationType) ?? judged.attributes.text(.messagingOperation)
        guard operation != "receive" else { return }
        let isLinked = judged.span.parentSpanID != nil || !judged.span.links.isEmpty
        let missing = judged.violation(
            at: "parent", expected: "the PRODUCER span of the message as parent or link",
            actual: "neither, for a message of \(destination.quoted)")
        if isLinked { check.holds() } else { memory.add(missing, of: destination) }
    } atEnd: { memory, check in
        for (destination, missing) in memory.unlinked where memory.destinations.contains(destination) {
            check.breaks(missing)
        }
    }
}

extension JudgedTrace {
    /// How far below a call its server is looked for: a client may have layers, and no more.
    fileprivate static let nearby = 256

    /// The service that a span calls, as it names it.
    fileprivate static func peer(of span: TraceSpan) -> String? {
        if let name = span.remoteEndpoint?.serviceName { return name }
        for key in ["peer.service", "service.peer.name"] {
            if case .string(let name)? = span.attributes[key] { return name }
        }
        return nil
    }
}

/// Where messages were sent to, and who took some without saying whose.
private struct DestinationMemory {
    private(set) var destinations: Set<String> = []
    private(set) var unlinked: [(destination: String, violation: Violation)] = []
    private static let keptDestinations = 4096
    private static let keptSpans = 1024

    mutating func sees(_ destination: String) {
        if destinations.count < Self.keptDestinations { destinations.insert(destination) }
    }

    mutating func add(_ violation: Violation, of destination: String) {
        if unlinked.count < Self.keptSpans { unlinked.append((destination, violation)) }
    }
}
