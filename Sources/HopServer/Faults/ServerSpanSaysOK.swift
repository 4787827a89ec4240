import TraceModel

extension HopFault {
    /// The SERVER span of an injected error says 200.
    static let serverSpanSaysOK = HopFault("server-span-says-ok", "the SERVER span of an injected error says 200") {
        hooks, _ in
        hooks.ended.append { spans, call in
            guard call.injectedCode != nil else { return }
            for index in spans.indices where spans[index].role == .server {
                spans[index].span.setStatusCode(200)
                spans[index].span.status = .unset
                spans[index].span.attributes.removeAll { $0.key == "error.type" }
            }
        }
    }
}
