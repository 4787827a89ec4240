import TraceModel

extension HopFault {
    /// Span names are different for every request.
    static let idInSpanName = HopFault("id-in-span-name", "the name of the SERVER span contains its trace id") {
        hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .server {
                spans[index].span.name += " " + spans[index].span.traceID.hex
            }
        }
    }
}
