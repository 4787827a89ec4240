import TraceModel

extension HopFault {
    /// The SERVER span lacks the configured tags.
    static let missingTag = HopFault("missing-tag", "the SERVER span lacks the first configured tag") { hooks, _ in
        hooks.ended.append { spans, call in
            guard let key = call.configuredTags.first else { return }
            for index in spans.indices where spans[index].role == .server {
                spans[index].span.attributes.removeAll { $0.key == key }
            }
        }
    }
}
