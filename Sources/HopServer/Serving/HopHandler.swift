import TraceBytes
import TraceModel
import TracePlatform
import TracePropagation
import TraceTransport

/// Answers the calls of one hop: continues the trace, calls the next hop, delays, fails on purpose, exports.
///
/// A class, so that a call in work refers to it and does not copy it.
final class HopHandler: Sendable {
    let name: String
    let facts: HopFacts
    let hostName: String
    let port: UInt16
    let draw: InjectionDraw
    let injections: InjectionSettings
    let propagators: Propagators
    let hooks: Hooks
    let exports: SpanExports
    let client: HTTPClient
    let loop: EventLoop
    let log: HopLog
    /// For the ids of spans.
    let ids: LoopBound<SpanIDGenerator>

    init(
        _ configuration: HopConfiguration, hostName: String, port: UInt16, draw: InjectionDraw, timeScale: Double,
        propagators: Propagators, hooks: Hooks, exports: SpanExports, client: HTTPClient, log: HopLog
    ) {
        name = configuration.server.name
        facts = HopFacts(configuration, port: port)
        self.hostName = hostName
        self.port = port
        self.draw = draw
        injections = InjectionSettings(
            delay: configuration.traffic.delay, error: configuration.traffic.error, timeScale: timeScale)
        self.propagators = propagators
        self.hooks = hooks
        self.exports = exports
        self.client = client
        self.log = log
        loop = client.loop
        ids = LoopBound(SpanIDGenerator(), on: client.loop)
    }

    /// The whole answer; its first byte is written after this returns, so after the SERVER span has ended.
    nonisolated(nonsending) func answer(_ request: HTTPRequest) async -> HTTPResponse {
        switch (request.method, request.path) {
        case ("GET", "/health"): return .json(Array("{\"status\":\"ok\"}\n".utf8))
        case ("GET", "/"): return await answerRoot(request)
        case (_, "/"): return await answerOther(request, status: 405, route: "/")
        default: return await answerOther(request, status: 404, route: nil)
        }
    }

    nonisolated(nonsending) private func answerRoot(_ request: HTTPRequest) async -> HTTPResponse {
        var call = HopCallInWork(self, request, route: "/")
        var status = 200
        var members: [JSONMember] = []
        if let upstream = facts.upstream {
            switch await callUpstream(upstream, &call) {
            case .success(let body): members = body
            case .failure(let failure):
                return await finish(&call, status: 502, body: failure.body(hop: name))
            }
        } else {
            call.server.events.append(call.trace.event("Final hop reached!"))
        }
        await delay(&call)
        if let code = injectError(&call) { status = code }
        members = members.filter { $0.key != name } + [JSONMember(name, .string(hostName))]
        for fault in hooks.answered { fault(&members, name) }
        return await finish(&call, status: status, body: HopBody.bytes(members))
    }

    nonisolated(nonsending) private func answerOther(
        _ request: HTTPRequest, status: Int, route: String?
    ) async -> HTTPResponse {
        var call = HopCallInWork(self, request, route: route)
        let text = "{\"error\":\"this hop answers GET / and GET /health\"}\n"
        var response = await finish(&call, status: status, body: Array(text.utf8))
        if status == 405 { response.headers.append("Allow", "GET") }
        return response
    }

    /// Ends the SERVER span, hands the spans over and gives the answer.
    nonisolated(nonsending) private func finish(
        _ call: inout HopCallInWork, status: Int, body: [UInt8]
    ) async -> HTTPResponse {
        call.server.record(status: status, firstError: 500)
        call.trace.end(call.server, as: .server)
        if call.isRecorded {
            let spans = endedSpans(call)
            exports.add(spans)
            if log.isDebug {
                for span in spans { call.note("span", HopLog.members(of: span)) }
            }
            if hooks.answersAfterExport { await exports.flush() }
        }
        log.write(call.takeEntries())
        return .json(body, status: status)
    }

    private func endedSpans(_ call: borrowing HopCallInWork) -> [TraceSpan] {
        if hooks.ended.isEmpty { return call.trace.spans }
        var spans = zip(call.trace.roles, call.trace.spans).map { RoleSpan(role: $0, span: $1) }
        for fault in hooks.ended { fault(&spans, call.facts) }
        return spans.map(\.span)
    }

    // MARK: Injections

    /// The span is there whenever the block is enabled, and long when the delay strikes.
    nonisolated(nonsending) private func delay(_ call: inout HopCallInWork) async {
        guard let plan = call.plan.delay else { return }
        var span = call.begin(.delay, "delay")
        call.noteDecision("delay", plan.strikes, draw: plan.draw, ("seconds", .number(plan.seconds)))
        if plan.strikes {
            span.attributes.append(Attribute("delay.seconds", .double(plan.seconds)))
            // Whoever watches a call that hangs here wants to read why.
            log.write(call.takeEntries())
            if plan.seconds > 0 { try? await loop.sleep(forNanoseconds: Int64(plan.seconds * 1e9)) }
        }
        call.trace.end(span, as: .delay)
    }

    /// The code that replaces the answer's status when the error strikes; the body stays.
    private func injectError(_ call: inout HopCallInWork) -> Int? {
        guard let plan = call.plan.error else { return nil }
        var span = call.begin(.error, "error")
        call.noteDecision("error", plan.strikes, draw: plan.draw, ("code", .number(plan.code)))
        if plan.strikes {
            span.attributes.append(Attribute("http.response.status_code", .int(Int64(plan.code))))
            call.facts.injectedCode = plan.code
        }
        call.trace.end(span, as: .error)
        return plan.strikes ? plan.code : nil
    }

    // MARK: The next hop

    /// Longer than any delay that chains are tested with; who waits longer has hung.
    private static let upstreamTimeout: Int64 = 300_000_000_000

    private struct UpstreamFailure: Error {
        let upstream: String
        let reason: String

        func body(hop: String) -> [UInt8] { HopBody.failure(hop: hop, upstream: upstream, reason: reason) }
    }

    /// Calls the next hop within a CLIENT span, once: a call that is sent again would carry the same span id a second
    /// time. Whatever status it answers, its body counts.
    nonisolated(nonsending) private func callUpstream(
        _ upstream: HopFacts.Upstream, _ call: inout HopCallInWork
    ) async -> Result<[JSONMember], UpstreamFailure> {
        var span = call.begin(.client, "GET")
        span.attributes = upstream.attributes
        defer { call.trace.end(span, as: .client) }
        func failure(_ type: String, _ reason: String) -> Result<[JSONMember], UpstreamFailure> {
            span.record(failure: type, reason) { call.trace.event($0, $1) }
            let url = upstream.url.description
            log.write("upstream-failed", [("upstream", .string(url)), ("reason", .string(reason))])
            return .failure(UpstreamFailure(upstream: url, reason: reason))
        }
        do throws(HTTPClientError) {
            let headers = call.outgoingHeaders(client: span.spanID, to: upstream)
            let response = try await client.send(
                HTTPRequest("GET", upstream.target, headers: headers), to: upstream.url.host, port: upstream.url.port,
                timeoutNanoseconds: Self.upstreamTimeout, retries: false
            ).response
            span.record(status: response.status, firstError: 400)
            guard let members = HopBody.members(of: response.body) else {
                return failure("invalid_response", "the answer is no JSON object")
            }
            return .success(members)
        } catch {
            return failure(error.errorType, error.description)
        }
    }
}
