import HopServer
import TraceModel

extension Claim {
    /// Semantic conventions for HTTP spans, stable names and those before 1.23.
    static let tagsHTTP = Claim("tags/http", "method, path and status on spans are those of the wire") { run, tally in
        for call in run.owedCalls {
            guard let server = call.server else {
                tally.block(by: run.blocker(of: call) ?? "accounting/balanced")
                continue
            }
            judgeServer(server, call, run, &tally)
            for edge in call.outbound {
                guard let client = edge.client else { continue }
                judgeClient(client, edge.exchange, call, run, &tally)
            }
        }
        tally.figures = "\(tally.judged) tags"
    }

    private static func judgeServer(_ server: ObservedSpan, _ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally) {
        let exchange = call.inbound
        judge(server, HTTPTag.method, exchange.method, call, &tally)
        judge(server, HTTPTag.path, pathPart(exchange.target), call, &tally) { pathPart($0) }
        judgeStatus(server, exchange, call, run, &tally)
    }

    private static func judgeClient(
        _ client: ObservedSpan, _ exchange: Exchange, _ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        judge(client, HTTPTag.method, exchange.method, call, &tally)
        judge(client, HTTPTag.url, pathPart(exchange.target), call, &tally) { pathPart(ofURL: $0) }
        judgeStatus(client, exchange, call, run, &tally)
        tally.expect(
            client.span.attributes["http.route"] == nil,
            else: finding(
                client, call, "http.route on a CLIENT span", "http.route on SERVER spans only",
                "http.route on a CLIENT span"))
    }

    /// The status of an injected error is the business of `error/code`.
    private static func judgeStatus(
        _ span: ObservedSpan, _ exchange: Exchange, _ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        guard let status = exchange.response?.status else { return }
        if status >= 400, run.chain.hops[exchange.edge].error != nil { return }
        judge(span, HTTPTag.status, String(status), call, &tally)
    }

    private static func judge(
        _ span: ObservedSpan, _ tag: HTTPTag, _ expected: String, _ call: HopCall, _ tally: inout Tally,
        reading: (String) -> String = { $0 }
    ) {
        let said = tag.value(on: span.span)
        tally.expect(
            said.map { reading($0) == expected } == true,
            else: finding(span, call, "tag \(tag.names[0])", "\(tag.names[0]) = \(expected)", said ?? "no such tag"))
    }

    private static func finding(
        _ span: ObservedSpan, _ call: HopCall, _ cause: String, _ expected: String, _ actual: String
    ) -> Finding {
        Finding(
            cause, request: call.request, hop: call.hop, span: SpanReference(span.span), expected: expected,
            actual: actual)
    }
}

/// One fact about an HTTP call, under the names that it has had: stable first.
struct HTTPTag {
    let names: [String]

    static let method = HTTPTag(names: ["http.request.method", "http.method"])
    static let status = HTTPTag(names: ["http.response.status_code", "http.status_code"])
    static let path = HTTPTag(names: ["url.path", "http.target", "http.path"])
    static let url = HTTPTag(names: ["url.full", "http.url"])

    func value(on span: TraceSpan) -> String? {
        names.lazy.compactMap { span.attributes[$0]?.description }.first
    }
}

/// The path of a request target without its query: `/a?b` is `/a`.
private func pathPart(_ target: some StringProtocol) -> String {
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    return String(decoding: path, as: UTF8.self)
}

/// The path of an absolute URL; `/` when it has none.
private func pathPart(ofURL url: String) -> String {
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")), url.utf8[colon...].starts(with: "://".utf8) else {
        return pathPart(url)
    }
    let path = pathPart(url[colon...].dropFirst(3).drop { $0 != "/" && $0 != "?" && $0 != "#" })
    return path.isEmpty ? "/" : path
}
