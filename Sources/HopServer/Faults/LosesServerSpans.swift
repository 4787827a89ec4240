import TracePlatform
import TraceModel

extension HopFault {
    /// Every 10th SERVER span ends and is neither delivered nor counted as dropped.
    static let losesServerSpans = HopFault("loses-server-spans", "loses every 10th SERVER span without a word") {
        hooks, _ in
        let seen = Counter()
        hooks.batched.append { spans in spans.removeAll { $0.kind == .server && seen.next().isMultiple(of: 10) } }
    }

    private final class Counter: Sendable {
        private let value = Locked(0)

        func next() -> Int {
            value.withLock { count in
                count += 1
                return count
            }
        }
    }
}
