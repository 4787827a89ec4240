import TraceModel

extension HopFault {
    /// The SERVER span names another path than was requested.
    static let wrongPath = HopFault("wrong-path", "the SERVER span names another path") { hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .server {
                spans[index].span.set("url.path", .string("/elsewhere"))
            }
        }
    }
}
