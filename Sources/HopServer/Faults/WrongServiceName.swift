import TraceModel

extension HopFault {
    /// Spans name a service that is no hop of the chain.
    static let wrongServiceName = HopFault("wrong-service-name", "spans carry another service name") { hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices { spans[index].span.rename(service: "someone-else") }
        }
    }
}
