import TraceBytes
import TraceModel

@testable import Harness
@testable import HopServer

/// What reaches a hop.
struct InboundCall {
    var request: Int
    var phase: RunPhase
    var headers: HeaderFields
}

/// What a tap passed back, and when.
struct ServedCall {
    /// nil when there was no answer.
    var status: Int?
    var body: [UInt8] = []
    var at: Int64
    var exchange: Int
}

/// One call of one hop: tap, SERVER span, the call behind it, delay, error, answer.
extension SyntheticRun {
    /// Plays a call to a hop through the tap before it, from its arrival at the tap.
    mutating func call(_ hop: Int, _ inbound: InboundCall, at time: Int64) -> ServedCall {
        let position = exchanges.count
        exchanges.append(
            Exchange(
                edge: hop, number: 0, requestHeaders: inbound.headers, requestReceived: Self.stamp(time),
                requestForwarded: Self.stamp(time + 20_000), response: nil))
        if let death = builder.death, death.hop == hop, inbound.request >= death.request {
            exchanges[position].requestForwarded = nil
            exchanges[position].failure = "connection refused"
            return ServedCall(at: time + 100_000, exchange: position)
        }
        let stall = builder.stall.map { inbound.request.isMultiple(of: $0.every) ? $0.nanoseconds : 0 } ?? 0
        if stall > 0 {
            beats.append(.init(at: Self.stamp(time + stall).monotonic, lateNanoseconds: stall))
        }
        let answer = serve(hop, inbound, at: time + 60_000 + stall)
        exchanges[position].response = Exchange.Response(
            status: answer.status, headers: HeaderFields([("content-type", "application/json")]), body: answer.body,
            received: Self.stamp(answer.at + 60_000), forwarded: Self.stamp(answer.at + 75_000))
        return ServedCall(status: answer.status, body: answer.body, at: answer.at + 75_000, exchange: position)
    }

    private mutating func serve(
        _ hop: Int, _ inbound: InboundCall, at start: Int64
    ) -> (status: Int, body: [UInt8], at: Int64) {
        let incoming = SyntheticHeaders.context(in: inbound.headers)
        var work = HopWork(hop: hop, inbound: inbound, start: start, serverID: .random(using: &generator))
        work.adopt(incoming, hooks: hooks[hop], minted: .random(using: &generator))
        work.plan = plan(of: hop, traceID: work.traceID)
        var body = [(builder.chain.hops[hop].name, "host-\(hop)")]
        var now = start + 50_000
        var upstreamFailed = false
        if hop + 1 < builder.chain.hops.count {
            for _ in 0..<(hop == 0 && builder.retried.contains(inbound.request) ? 2 : 1) {
                let served = callUpstream(&work, incoming: incoming, at: now)
                now = served.at + 30_000
                upstreamFailed = served.status == nil
                body = members(of: served.body) + [(builder.chain.hops[hop].name, "host-\(hop)")]
            }
        }
        now = work.inject(until: now, &generator)
        var status = work.injectedCode ?? 200
        if upstreamFailed { status = 502 }
        now += 20_000
        let spans = work.spans(builder, hooks: hooks[hop], status: status, end: now)
        if work.isRecorded { ended[hop].append(EndedCall(at: now, phase: inbound.phase, spans: spans)) }
        if hooks[hop].answersAfterExport, work.isRecorded { now += exportWait(inbound.phase) }
        var members = body.map { JSONMember($0.0, .string($0.1)) }
        for hook in hooks[hop].answered { hook(&members, builder.chain.hops[hop].name) }
        body = members.map { ($0.key, $0.value.text ?? "") }
        return (status, text(of: body), now)
    }

    /// What our hop draws; another program draws for itself, and so does ours without a seed.
    private mutating func plan(of hop: Int, traceID: TraceID) -> RequestPlan {
        let configuration = builder.chain.hops[hop]
        let isPredicted = builder.settings.isSeeded && !configuration.isForeign
        let draw = InjectionDraw(
            seed: isPredicted ? builder.settings.seed : 0xdead_beef, hopName: configuration.name)
        let settings = InjectionSettings(
            delay: configuration.delay, error: configuration.error, timeScale: builder.settings.timeScale)
        var plan = settings.plan(traceID: traceID, draw: draw)
        for hook in hooks[hop].planned { hook(&plan, settings) }
        return plan
    }

    private mutating func callUpstream(_ work: inout HopWork, incoming: SpanContext?, at time: Int64) -> ServedCall {
        let clientID = SpanID.random(using: &generator)
        var context = work.outgoingContext(clientID)
        let facts = work.facts(builder, incoming: incoming)
        for hook in hooks[work.hop].injected { hook(&context, facts) }
        if builder.sidecars[work.hop] != nil {
            context.spanID = .random(using: &generator)
            work.egressIDs.append(context.spanID)
        }
        var headers = HeaderFields([("host", "app-\(work.hop + 1):500\(work.hop + 1)")])
        for (name, value) in SyntheticHeaders.fields(of: context, in: builder.chain.hops[work.hop].speaks) {
            headers.append(name, value)
        }
        if let requestID = work.inbound.headers.text("x-request-id") { headers.append("x-request-id", requestID) }
        for hook in hooks[work.hop].outgoing { hook(&headers) }
        let served = call(
            work.hop + 1, InboundCall(request: work.inbound.request, phase: work.inbound.phase, headers: headers),
            at: time + 80_000)
        work.clients.append(
            HopWork.Client(id: clientID, start: time, end: served.at + 30_000, status: served.status))
        return served
    }

    /// Until the exporter gives up on a collector that stalls; at once where nobody listens.
    private func exportWait(_ phase: RunPhase) -> Int64 {
        switch phase {
        case .stalled: 10_000_000_000
        case .gone: 1_000_000
        default: 12_000_000
        }
    }

    private func text(of members: [(String, String)]) -> [UInt8] {
        let sorted = members.sorted { $0.0 < $1.0 }.map { "\"\($0.0)\":\"\($0.1)\"" }
        return Array("{\(sorted.joined(separator: ","))}".utf8)
    }

    private func members(of body: [UInt8]) -> [(String, String)] {
        guard case .object(let members)? = try? JSONValue(parsing: body) else { return [] }
        return members.compactMap { member in
            guard case .string(let host) = member.value else { return nil }
            return (member.key, host)
        }
    }
}
