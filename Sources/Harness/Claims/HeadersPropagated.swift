import TraceBytes
import TracePropagation

extension Claim {
    /// What a service must copy without reading it: Istio and Envoy, "Trace context propagation".
    static let headersPropagated = Claim(
        "headers/propagated", "opaque headers leave every hop as they came; x-request-id is one on all edges"
    ) { run, tally in
        guard run.chain.hops.count > 1 else { return tally.ruleOut("a chain of one hop makes no calls") }
        for call in run.calls {
            for edge in call.outbound {
                for name in OpaqueHeaders.names { judge(name, call, edge.exchange, &tally) }
            }
        }
        tally.figures = "\(tally.judged) headers"
    }

    private static func judge(_ name: String, _ call: HopCall, _ exchange: Exchange, _ tally: inout Tally) {
        let came = call.inbound.requestHeaders.all(name)
        guard let first = came.first else { return }
        let left = exchange.requestHeaders.all(name)
        tally.expect(
            left.count == 1 && left[0].value == first.value,
            else: Finding(
                left.isEmpty ? "\(name) is dropped" : "\(name) is changed", request: call.request, hop: call.hop,
                edge: call.hop + 1, expected: "\(name): \(first.valueText), once",
                actual: left.isEmpty ? "no such header" : left.map(\.valueText).joined(separator: ", ")))
    }
}
