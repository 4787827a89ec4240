import TraceModel

/// Who called whom, as the spans tell it.
extension JudgedTrace {
    /// Times of one host agree so far, in nanoseconds.
    static let skewOnOneHost: Int64 = 50_000_000
    /// Times of different hosts agree so far.
    static let skewAcrossHosts: Int64 = 1_000_000_000

    func span(_ node: Int) -> TraceSpan { tree.spans[tree.nodes[node].span] }

    /// A SERVER or CONSUMER span, and one that says so, has its parent in another process.
    static func hasRemoteParent(_ span: TraceSpan) -> Bool {
        span.kind == .server || span.kind == .consumer || span.isShared || span.flags & 0x300 == 0x300
    }

    /// The orphans whose parent was made by their own process, so that it sends the parent too: the flags say so, or the
    /// service has spans of the trace that are not below the orphan, which then is not its entry.
    var localOrphans: Set<Int> {
        let candidates = tree.orphans.filter { !Self.hasRemoteParent(span($0)) }
        guard !candidates.isEmpty else { return [] }
        var spansOfService: [String: Int] = [:]
        for node in tree.nodes.indices {
            for service in tree.services(of: node) { spansOfService[service, default: 0] += 1 }
        }
        // What is below one orphan is below no other: together the walks take linear time.
        return Set(
            candidates.filter { node in
                let span = span(node)
                if span.flags & 0x100 != 0 { return true }
                guard let service = span.serviceName else { return false }
                let below = tree.subtree(of: node).count { tree.services(of: $0).contains(service) }
                return below < spansOfService[service, default: 0]
            })
    }

    /// A caller's span and the callee's, each CLIENT with SERVER or PRODUCER with CONSUMER.
    struct Call {
        let caller: TraceSpan
        let callee: TraceSpan
        let callerNode: Int
    }

    /// The calls of the trace: children of their callers, and the halves of shared spans.
    var calls: [Call] {
        tree.nodes.indices.flatMap { index -> [Call] in
            let node = tree.nodes[index]
            var found: [Call] = []
            if let half = node.serverHalf {
                found.append(Call(caller: tree.spans[node.span], callee: tree.spans[half], callerNode: index))
            }
            if let parent = node.parent, Self.isCall(span(parent), tree.spans[node.span]) {
                found.append(Call(caller: span(parent), callee: tree.spans[node.span], callerNode: parent))
            }
            return found
        }
    }

    static func isCall(_ caller: TraceSpan, _ callee: TraceSpan) -> Bool {
        caller.kind == .client && callee.kind == .server || caller.kind == .producer && callee.kind == .consumer
    }

    /// The span of another trace that called an orphan of this one; nil when none can have.
    func callerInOtherTrace(of node: Int) -> TraceSpan? {
        guard tree.nodes[node].position == .orphan, let id = tree.nodes[node].parentSpanID,
            let caller = surroundings.callersOfOtherTraces[id], caller.traceID != traceID
        else { return nil }
        let callee = span(node)
        guard Self.isCall(caller, callee), let called = caller.start, let began = callee.start else { return nil }
        guard began.nanoseconds(since: called) >= -Self.skewAcrossHosts else { return nil }
        // A message waits as long as it must.
        guard caller.kind == .client, let ended = caller.end else { return caller }
        return began.nanoseconds(since: ended) <= Self.skewAcrossHosts ? caller : nil
    }

    func skew(_ first: TraceSpan, _ second: TraceSpan) -> Int64 {
        first.serviceName != nil && first.serviceName == second.serviceName
            ? Self.skewOnOneHost : Self.skewAcrossHosts
    }
}

extension Int64 {
    /// A span of time in nanoseconds as people read it: `1.5 s`, `80 ms`, `12 µs`.
    var spelledDuration: String {
        let units: [(size: UInt64, name: String)] = [
            (3_600_000_000_000, "h"), (60_000_000_000, "min"), (1_000_000_000, "s"), (1_000_000, "ms"),
        ]
        // Of minutes and hours the smaller unit says more until there are two.
        let unit = units.first { magnitude >= ($0.size > 1_000_000_000 ? 2 : 1) * $0.size } ?? (1000, "µs")
        let tenths = (magnitude / (unit.size / 20) + 1) / 2
        let text = tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return (self < 0 ? "-" : "") + text + " " + unit.name
    }
}

extension TraceSpan {
    /// How findings name it beside the span that they are about: `CLIENT span "get" of shop`.
    var named: String {
        "\(kind == .unspecified ? "span" : "\(kind) span") \(name.quoted)" + (serviceName.map { " of \($0)" } ?? "")
    }

    /// Whether its start is a time in the unit that the model counts in: of others nothing can be compared.
    var hasPlausibleStart: Bool {
        start.map { EpochUnit(of: $0.nanoseconds) == .nanoseconds && $0 != .latest } ?? false
    }
}

extension Timestamp {
    /// Where times beyond the year 2262 are clamped to.
    static let latest = Timestamp(nanoseconds: .max)
}
