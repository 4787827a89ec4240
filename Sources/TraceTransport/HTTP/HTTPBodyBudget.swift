/// How much content may be on its way at once, over all connections of all servers that share it.
///
/// The first 64 KiB of each request are free: a few slow senders of large bodies must not keep out everybody else, and
/// the limit of connections bounds what is free. Used on the loop of its servers.
package final class HTTPBodyBudget: Sendable {
    /// Bytes beyond the free ones.
    package let limit: Int
    package static let freeBytesPerRequest = 64 << 10
    private let used: LoopBound<Int>

    package init(limit: Int, on loop: EventLoop) {
        self.limit = limit
        used = LoopBound(0, on: loop)
    }

    /// Reserves bytes; false, and nothing is reserved, when there are not so many left.
    func reserve(_ count: Int) -> Bool {
        used.withValue { used in
            // Neither overflows: what is used never exceeds the limit, and `count` is the length of an array.
            guard count <= limit - used else { return false }
            used += count
            return true
        }
    }

    func release(_ count: Int) { used.withValue { $0 -= count } }

    package var bytesInUse: Int { used.withValue { $0 } }
}
