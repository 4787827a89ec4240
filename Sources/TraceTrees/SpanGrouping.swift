import TraceModel

/// Which spans are copies of each other, which are the halves of one, and which stand alone.
struct SpanGrouping {
    /// In the final order, not linked yet.
    private(set) var nodes: [TraceTree.Node] = []
    private(set) var duplicates: [TraceTree.Duplicate] = []
    private let spans: [TraceSpan]

    init(_ spans: [TraceSpan]) {
        self.spans = spans
        var groups: [SpanID: [Int]] = [:]
        for (index, span) in spans.enumerated() { groups[span.spanID, default: []].append(index) }
        for group in groups.values { add(group) }
        nodes.sort { left, right in
            let starts = (Self.start(of: left, spans), Self.start(of: right, spans))
            if starts.0 != starts.1 { return isEarlier(starts.0, than: starts.1) }
            return isOrdered(spans[left.span], before: spans[right.span]) ?? (left.span < right.span)
        }
        duplicates.sort { $0.span < $1.span }
    }

    /// The spans of one id, in the order in which they were given.
    private mutating func add(_ group: [Int]) {
        guard group.count > 1 else {
            for span in group { addNode(span) }
            return
        }
        var distinct = withoutCopies(group)
        distinct.sort { isOrdered(spans[$0], before: spans[$1]) ?? ($0 < $1) }
        if let (caller, callee) = sharedPair(distinct) {
            addNode(caller, serverHalf: callee)
            distinct.removeAll { $0 == caller || $0 == callee }
        }
        for span in distinct { addNode(span) }
    }

    /// The caller's; the callee's where the caller sent none.
    private static func start(of node: TraceTree.Node, _ spans: [TraceSpan]) -> Timestamp? {
        spans[node.span].start ?? node.serverHalf.flatMap { spans[$0].start }
    }

    private mutating func addNode(_ span: Int, serverHalf: Int? = nil) {
        let parent = spans[span].parentSpanID ?? serverHalf.flatMap { spans[$0].parentSpanID }
        nodes.append(
            TraceTree.Node(
                spanID: spans[span].spanID, span: span, serverHalf: serverHalf,
                parentSpanID: parent.flatMap { $0.isValid ? $0 : nil }))
    }

    private mutating func withoutCopies(_ group: [Int]) -> [Int] {
        var copies: [TraceSpan: (first: Int, extra: Int)] = [:]
        for index in group {
            copies[spans[index], default: (index, -1)].extra += 1
        }
        for (first, extra) in copies.values where extra > 0 {
            duplicates.append(TraceTree.Duplicate(span: first, extraCopies: extra))
        }
        return copies.values.map(\.first)
    }

    /// The halves of a span that client and server share: the server says so, or they are a CLIENT and a SERVER span of
    /// different services. Of several candidates the earliest.
    private func sharedPair(_ distinct: [Int]) -> (caller: Int, callee: Int)? {
        let callers = distinct.filter { index in
            let span = spans[index]
            return !span.isShared && (span.kind == .client || span.kind == .unspecified)
        }
        let callees = distinct.filter { index in
            let span = spans[index]
            return span.kind == .server || (span.isShared && span.kind == .unspecified)
        }
        guard let anyone = callers.first else { return nil }
        let clients = callers.filter { spans[$0].kind == .client }
        if let callee = callees.first(where: { spans[$0].isShared }) { return (clients.first ?? anyone, callee) }
        guard let client = clients.first, let server = callees.first else { return nil }
        let service = spans[client].serviceName
        if let other = callees.first(where: { spans[$0].serviceName != service }) { return (client, other) }
        // All servers are of the first client's service: a client of another one fits any of them.
        return clients.first { spans[$0].serviceName != service }.map { ($0, server) }
    }
}

/// Whether one span stands before another, by what they say; nil when that tells them not apart.
private func isOrdered(_ left: TraceSpan, before right: TraceSpan) -> Bool? {
    if left.start != right.start { return isEarlier(left.start, than: right.start) }
    if left.spanID != right.spanID { return left.spanID < right.spanID }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    let services = (left.serviceName ?? "", right.serviceName ?? "")
    if services.0 != services.1 { return services.0 < services.1 }
    if left.name != right.name { return left.name < right.name }
    let durations = (left.durationNanoseconds ?? .min, right.durationNanoseconds ?? .min)
    return durations.0 == durations.1 ? nil : durations.0 < durations.1
}

/// An unknown time stands behind every known one.
private func isEarlier(_ left: Timestamp?, than right: Timestamp?) -> Bool {
    guard let left else { return false }
    return right.map { left < $0 } ?? true
}
