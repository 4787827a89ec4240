import TraceBytes
import TracePropagation

/// The header lines of an edge that bear on tracing: contexts, and what travels with them.
enum EdgeHeaders {
    private static let contextNames = ["traceparent", "tracestate", "b3", "baggage", "uber-trace-id"]
    private static let contextPrefixes = ["x-b3-", "uberctx-"]

    /// Whether reports show the field.
    static func isRelevant(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return contextNames.contains(lowered) || contextPrefixes.contains { lowered.hasPrefix($0) } || isOpaque(lowered)
    }

    /// Whether a hop must copy the field as it came.
    static func isOpaque(_ lowered: String) -> Bool {
        lowered == "x-request-id" || OpaqueHeaders.names.contains { $0.lowercased() == lowered }
    }

    /// Names and values as they crossed the wire, in order, secrets redacted.
    static func shown(of exchange: Exchange) -> [(name: String, value: String)] {
        exchange.requestHeaders.filter { isRelevant($0.nameText) }
            .map { ($0.nameText, SecretHeaders.shownValue(of: $0)) }
    }

    /// Opaque fields that came in over one edge and did not leave over the next.
    static func lost(from inbound: Exchange, to outbound: Exchange) -> [String] {
        var names: [String] = []
        for field in inbound.requestHeaders {
            let name = field.nameText.lowercased()
            if isOpaque(name), !outbound.requestHeaders.contains(name), !names.contains(name) { names.append(name) }
        }
        return names
    }
}

extension RunAnalysis {
    /// The exchange of a request on an edge, the first when there are several, and the one before it in the chain.
    func exchanges(on edge: Int, of request: RequestEvidence) -> (before: Exchange?, on: Exchange)? {
        guard let exchange = request.calls.first(where: { $0.hop == edge })?.inbound else { return nil }
        let caller = request.calls.last { call in
            call.hop == edge - 1 && call.outbound.contains { $0.exchange.number == exchange.number }
        }
        return (caller?.inbound, exchange)
    }

    /// `app-a → app-b: GET /, answered 404 after 10.12 ms`
    func headline(of exchange: Exchange) -> String {
        let answer =
            if let response = exchange.response {
                "answered \(response.status)"
                    + (exchange.durationNanoseconds.map { " after \(durationText($0))" } ?? "")
            } else {
                exchange.failure.map { "no answer: \($0)" } ?? "no answer"
            }
        return "\(chain.edgeName(exchange.edge)): \(exchange.method) \(exchange.target), \(answer)"
    }
}
