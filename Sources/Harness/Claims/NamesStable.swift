import TraceModel

extension Claim {
    /// OpenTelemetry trace API, "Span": names are of low cardinality; an id in a name makes every request its own.
    static let namesStable = Claim("names/stable", "span names are equal across requests of one route") { run, tally in
        guard run.observedRequests.count > 1 else {
            return tally.ruleOut("one request has nothing to be compared with")
        }
        var names: [Place: (name: String, request: Int)] = [:]
        for call in run.owedCalls {
            if let blocker = run.blocker(of: call) {
                tally.block(by: blocker)
                continue
            }
            for (place, span) in places(of: call) {
                guard let first = names[place] else {
                    names[place] = (span.span.name, call.request)
                    tally.hold()
                    continue
                }
                tally.expect(
                    span.span.name == first.name,
                    else: Finding(
                        "another name", request: call.request, hop: call.hop, span: SpanReference(span.span),
                        expected: "'\(first.name)', as in request \(first.request)", actual: "'\(span.span.name)'"))
            }
        }
        tally.figures = "\(Set(names.values.map(\.name)).count) names"
    }

    /// Where a span stands: two spans in one place have one name.
    private struct Place: Hashable {
        var hop: Int
        var role: String
        var method: String
        var target: String
    }

    private static func places(of call: HopCall) -> [(Place, ObservedSpan)] {
        func place(_ role: String, _ exchange: Exchange) -> Place {
            let path = exchange.target.utf8.prefix { $0 != UInt8(ascii: "?") }
            return Place(
                hop: call.hop, role: role, method: exchange.method, target: String(decoding: path, as: UTF8.self))
        }
        let server = call.server.map { (place("server", call.inbound), $0) }
        let clients = call.outbound.compactMap { edge in edge.client.map { (place("client", edge.exchange), $0) } }
        return [server].compactMap { $0 } + clients
    }
}
