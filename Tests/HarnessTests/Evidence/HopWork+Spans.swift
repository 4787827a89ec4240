import TraceBytes
import TraceModel

@testable import Harness
@testable import HopServer

/// The spans of a hop, by the conventions of the reference hop.
extension HopWork {
    /// The spans as the exporter gets them, after the faults of the hop.
    func spans(_ builder: EvidenceBuilder, hooks: Hooks, status: Int, end: Int64) -> [TraceSpan] {
        var spans = [RoleSpan(role: .server, span: server(builder, status: status, end: end))]
        for client in clients { spans.append(RoleSpan(role: .client, span: self.client(client, builder))) }
        if builder.foreign[hop] == nil {
            if let delay {
                var span = base(builder, "delay", delay.id, delay.start, delay.end, kind: .internal)
                if let plan = plan.delay, plan.strikes {
                    span.attributes.append(Attribute("delay.seconds", .double(plan.seconds)))
                }
                spans.append(RoleSpan(role: .delay, span: span))
            }
            if let error {
                var span = base(builder, "error", error.id, error.start, error.end, kind: .internal)
                if let injectedCode {
                    span.attributes.append(Attribute("http.response.status_code", .int(Int64(injectedCode))))
                }
                spans.append(RoleSpan(role: .error, span: span))
            }
        }
        for hook in hooks.ended { hook(&spans, facts(builder, incoming: incoming)) }
        return spans.map(\.span) + proxySpans(builder, end: end)
    }

    private func base(
        _ builder: EvidenceBuilder, _ name: String, _ id: SpanID, _ start: Int64, _ end: Int64, kind: SpanKind
    ) -> TraceSpan {
        TraceSpan(
            traceID: traceID, traceIDWidth: traceID.high == 0 ? .bits64 : .bits128, spanID: id,
            parentSpanID: serverSpanID(builder), kind: kind, name: name, start: SyntheticRun.wall(start),
            durationNanoseconds: end - start,
            localEndpoint: Endpoint(serviceName: builder.chain.hops[hop].name, ipv4: "127.0.0.1"))
    }

    private func sharesIDs(_ builder: EvidenceBuilder) -> Bool {
        builder.foreign[hop]?.sharesSpanIDs == true && parent != nil
    }

    private func serverSpanID(_ builder: EvidenceBuilder) -> SpanID {
        sharesIDs(builder) ? parent ?? serverID : serverID
    }

    private func server(_ builder: EvidenceBuilder, status: Int, end: Int64) -> TraceSpan {
        var span = base(builder, "GET /", serverSpanID(builder), start, end, kind: .server)
        span.parentSpanID = builder.sidecars[hop] == nil ? parent : proxyIDs.ingress
        if sharesIDs(builder) {
            span.isShared = true
            span.parentSpanID = context?.parentSpanID
        }
        span.attributes = [
            Attribute("http.request.method", .string("GET")), Attribute("url.path", .string("/")),
            Attribute("url.scheme", .string("http")), Attribute("http.route", .string("/")),
            Attribute("http.response.status_code", .int(Int64(status))),
            Attribute("server.address", .string("127.0.0.1")), Attribute("server.port", .int(5000 + Int64(hop))),
            Attribute("user_agent.original", .string("harness")),
        ]
        if let requestID = inbound.headers.text("x-request-id") {
            span.attributes.append(Attribute("http.request.header.x-request-id", .string("[\"\(requestID)\"]")))
        }
        span.attributes += builder.chain.hops[hop].tags.map { Attribute($0.key, .string($0.value)) }
        if status >= 500 { span.fail(status) }
        return span
    }

    private func client(_ client: Client, _ builder: EvidenceBuilder) -> TraceSpan {
        var span = base(builder, "GET", client.id, client.start, client.end, kind: .client)
        let next = builder.chain.hops[hop + 1].name
        span.attributes = [
            Attribute("http.request.method", .string("GET")),
            Attribute("url.full", .string("http://\(next):\(5001 + hop)/")),
            Attribute("server.address", .string(next)), Attribute("server.port", .int(5001 + Int64(hop))),
        ]
        if let status = client.status {
            span.attributes.append(Attribute("http.response.status_code", .int(Int64(status))))
            if status >= 400 { span.fail(status) }
        } else {
            span.status = SpanStatus(.error)
            span.attributes.append(Attribute("error.type", .string("connection_refused")))
        }
        return span
    }

    /// Derived from the SERVER span's id, so that nothing else has to know them.
    private var proxyIDs: (ingress: SpanID, egress: SpanID) { (SpanID(serverID.value ^ 1), SpanID(serverID.value ^ 2)) }

    /// A proxy in front of the hop, and one behind each of its CLIENT spans.
    private func proxySpans(_ builder: EvidenceBuilder, end: Int64) -> [TraceSpan] {
        guard let service = builder.sidecars[hop] else { return [] }
        func proxy(_ id: SpanID, below parent: SpanID?, _ start: Int64, _ end: Int64, _ kind: SpanKind) -> TraceSpan {
            var span = base(builder, "proxy", id, start, end, kind: kind)
            span.parentSpanID = parent
            span.localEndpoint?.serviceName = service
            return span
        }
        return [proxy(proxyIDs.ingress, below: parent, start - 10_000, end + 10_000, .server)]
            + zip(egressIDs, clients).map { id, client in
                proxy(id, below: client.id, client.start + 10_000, client.end - 10_000, .client)
            }
    }
}

extension TraceSpan {
    fileprivate mutating func fail(_ code: Int) {
        status = SpanStatus(.error)
        attributes.append(Attribute("error.type", .string(String(code))))
    }
}
