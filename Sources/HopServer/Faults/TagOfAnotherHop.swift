import TraceModel

extension HopFault {
    /// The SERVER span carries a tag that is configured for another hop: `tag-of-another-hop=message:Hello from app-b`.
    static let tagOfAnotherHop = HopFault("tag-of-another-hop", "carries a tag of another hop (=KEY:VALUE)") {
        (hooks, argument) throws(HopFaultError) in
        let parts = (argument ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw .argument(fault: "tag-of-another-hop", expected: "=KEY:VALUE, the tag of the other hop")
        }
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .server {
                spans[index].span.set(parts[0], .string(parts[1]))
            }
        }
    }
}
