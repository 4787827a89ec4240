/// What a descriptor has become ready for.
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    /// The peer has ended its stream, or the connection has failed: the next read says which.
    package static let hangUp = Readiness(rawValue: 4)
}

package struct PollEvent: Hashable, Sendable {
    /// The number that the descriptor was added with.
    package let token: UInt64
    package let readiness: Readiness
}

/// Waits for many descriptors at once.
///
/// The contract is that of edge-triggered reporting, which costs no system call per wait: a change to readiness is
/// reported once, later reports need not come until a call on the descriptor has said `EAGAIN` and the owner has told
/// `rearm`. So the owner tries its call first, and waits only after `EAGAIN`. Reports may be spurious and may bear the
/// token of a descriptor that was removed meanwhile.
///
/// A poller belongs to one thread. Only its `waker` is for others.
package protocol Poller: AnyObject {
    /// Watches both directions of a descriptor.
    func add(_ descriptor: Int32, token: UInt64) throws(NetworkError)

    /// Says that `EAGAIN` was met and that readiness for `interest` is waited for. Level-triggered pollers need it.
    func rearm(_ descriptor: Int32, for interest: Readiness)

    /// Forgets a descriptor, which the caller closes right afterwards.
    func remove(_ descriptor: Int32)

    /// Replaces `events` by what happened, after at most `nanoseconds` (nil: no limit; rounded up to what the system
    /// can measure). It returns early, maybe without events, when woken or interrupted.
    func wait(atMost nanoseconds: Int64?, into events: inout [PollEvent])

    var waker: PollerWaker { get }
}

/// The kinds of pollers. All of them behave alike; tests run over `available`.
package enum PollerKind: String, CaseIterable, Sendable {
    case epoll, kqueue, poll

    /// The kinds that this system has, the fastest first.
    package static var available: [PollerKind] { allCases.filter { (try? $0.makePoller()) != nil } }

    /// A poller of the fastest kind.
    package static func makeBest() throws(NetworkError) -> any Poller {
        for kind in allCases {
            if let poller = try kind.makePoller() { return poller }
        }
        return try PollPoller()
    }

    /// Nil when the system does not have this kind.
    package func makePoller() throws(NetworkError) -> (any Poller)? {
        switch self {
        case .epoll:
            #if os(Linux)
                return try EpollPoller()
            #else
                return nil
            #endif
        case .kqueue:
            #if canImport(Darwin)
                return try KqueuePoller()
            #else
                return nil
            #endif
        case .poll:
            return try PollPoller()
        }
    }
}

extension UInt64 {
    /// The token of a poller's own wake-up descriptor; owners must not use it.
    static let wakerToken = UInt64.max
}
