import TraceBytes
import TraceModel
import TracePropagation
import TraceTransport

/// One inbound call while it is answered: what came in, what was decided, and its spans so far.
struct HopCallInWork: Sendable {
    let handler: HopHandler
    let incoming: HeaderFields
    let isRecorded: Bool
    let plan: RequestPlan
    var trace: CallTrace
    var server: TraceSpan
    var facts: CallFacts
    /// What debugging has to say of the call and was not written yet.
    private var entries: [HopLogEntry] = []

    init(_ handler: HopHandler, _ request: HTTPRequest, route: String?) {
        self.handler = handler
        incoming = request.headers
        let extraction = handler.propagators.extract(from: request.headers)
        let original = extraction.context
        var told = original
        for fault in handler.hooks.extracted { fault(&told, request.headers) }

        let serverID = handler.ids.withValue { SpanID.random(using: &$0) }
        let own = Self.ownContext(
            told: handler.hooks.startsNewTraces ? nil : told,
            decision: told?.sampling ?? extraction.sampling, serverID: serverID, handler.ids)
        var isRecorded = own.sampling.isSampled
        for fault in handler.hooks.recorded { fault(&isRecorded) }
        self.isRecorded = isRecorded

        var plan = handler.injections.plan(traceID: told?.traceID ?? own.traceID, draw: handler.draw)
        for fault in handler.hooks.planned { fault(&plan, handler.injections) }
        self.plan = plan

        trace = CallTrace(context: own, clock: .started(), origin: handler.facts.origin)
        let name = route.map { "\(request.method) \($0)" } ?? request.method
        server = trace.begin(.server, name, id: serverID, parent: own.parentSpanID)
        server.attributes = HTTPAttributes.server(
            request, host: request.headers.text("host").map(hostPart) ?? "127.0.0.1", port: handler.port, route: route)
        server.attributes += handler.facts.tags
        facts = CallFacts(
            incoming: original, serverSpanID: serverID, injectedCode: nil, configuredTags: handler.facts.tagKeys)
        if handler.log.isDebug {
            entries = [HopLogEntry("received", HopLog.members(of: request.headers, extraction))]
        }
    }

    /// The context of the SERVER span: a child of what came in, or the root of a new trace. A deferred decision is
    /// taken here: recorded.
    private static func ownContext(
        told: SpanContext?, decision: SamplingDecision?, serverID: SpanID, _ ids: LoopBound<SpanIDGenerator>
    ) -> SpanContext {
        let sampling = (decision ?? .defer) == .defer ? .accept : decision ?? .accept
        guard let told else {
            // The right-most 7 bytes are random, which W3C Trace Context Level 2 has a flag for.
            return SpanContext(
                traceID: ids.withValue { .random(using: &$0) }, spanID: serverID, sampling: sampling, isRandom: true)
        }
        return SpanContext(
            traceID: told.traceID, traceIDWidth: told.traceIDWidth, spanID: serverID,
            parentSpanID: told.spanID.isValid ? told.spanID : nil, sampling: sampling, isRandom: told.isRandom,
            traceState: told.traceState)
    }

    /// A line for the log of a hop with `server.debug: true`; what it says is computed only then.
    mutating func note(_ event: String, _ members: @autoclosure () -> [(String, JSONValue)]) {
        if handler.log.isDebug { entries.append(HopLogEntry(event, members())) }
    }

    /// The lines since the last time, to be written together.
    mutating func takeEntries() -> [HopLogEntry] {
        defer { entries = [] }
        return entries
    }

    /// A child of the SERVER span that begins now.
    func begin(_ role: SpanRole, _ name: String) -> TraceSpan {
        let id = handler.ids.withValue { SpanID.random(using: &$0) }
        return trace.begin(role, name, id: id, parent: server.spanID)
    }

    /// The headers of the call to the next hop: its own, the context anew from the CLIENT span, the opaque ones as they
    /// came.
    func outgoingHeaders(client: SpanID, to upstream: HopFacts.Upstream) -> HeaderFields {
        var context = trace.context
        context.parentSpanID = context.spanID
        context.spanID = client
        for fault in handler.hooks.injected { fault(&context, facts) }
        var headers = HeaderFields()
        headers.reserveCapacity(bytes: 512, fields: 16)
        headers.append(contentsOf: upstream.headers)
        handler.propagators.propagate(from: incoming, context: context, into: &headers)
        for fault in handler.hooks.outgoing { fault(&headers) }
        return headers
    }

    /// A decision with the draw behind it, for the log.
    mutating func noteDecision(_ event: String, _ strikes: Bool, draw: Double, _ more: (String, JSONValue)) {
        let trace = trace.context.traceID.hex
        note(event, [("trace", .string(trace)), ("strikes", .bool(strikes)), ("draw", .number(draw)), more])
    }
}

/// The host of a `Host` field without its port: `app-a:5000` is `app-a`, `[::1]:80` is `[::1]`.
private func hostPart(_ authority: String) -> String {
    let end = UInt8(ascii: authority.utf8.first == UInt8(ascii: "[") ? "]" : ":")
    guard let index = authority.utf8.firstIndex(of: end) else { return authority }
    return end == UInt8(ascii: "]") ? String(authority[...index]) : String(authority[..<index])
}
