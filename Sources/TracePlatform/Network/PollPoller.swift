#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// poll(2), for systems without anything better and for tests. Each wait costs time for every descriptor that waits.
///
/// Level-triggered: so a descriptor is watched from `rearm` to the report only, or readiness that nobody cares for
/// would end every wait at once.
final class PollPoller: Poller {
    private struct Watch {
        let token: UInt64
        var interest: Readiness
    }

    private var watches: [Int32: Watch] = [:]
    private var descriptors: [pollfd] = []
    let waker: PollerWaker

    init() throws(NetworkError) {
        waker = try PollerWaker()
    }

    func add(_ descriptor: Int32, token: UInt64) throws(NetworkError) {
        watches[descriptor] = Watch(token: token, interest: [])
    }

    func rearm(_ descriptor: Int32, for interest: Readiness) {
        watches[descriptor]?.interest.formUnion(interest)
    }

    func remove(_ descriptor: Int32) {
        watches[descriptor] = nil
    }

    func wait(atMost nanoseconds: Int64?, into found: inout [PollEvent]) {
        found.removeAll(keepingCapacity: true)
        descriptors.removeAll(keepingCapacity: true)
        descriptors.append(pollfd(fd: waker.receiver.descriptor, events: Int16(POLLIN), revents: 0))
        for (descriptor, watch) in watches where !watch.interest.isEmpty {
            descriptors.append(pollfd(fd: descriptor, events: watch.interest.pollFlags, revents: 0))
        }
        guard poll(&descriptors, nfds_t(descriptors.count), Milliseconds.roundedUp(nanoseconds)) > 0 else { return }
        for entry in descriptors where entry.revents != 0 {
            if entry.fd == waker.receiver.descriptor {
                waker.drain()
            } else if let watch = watches[entry.fd] {
                let readiness = Readiness(pollFlags: entry.revents)
                watches[entry.fd]?.interest.subtract(readiness)
                found.append(PollEvent(token: watch.token, readiness: readiness))
            }
        }
    }
}

extension Readiness {
    fileprivate var pollFlags: Int16 {
        (contains(.readable) ? Int16(POLLIN) : 0) | (contains(.writable) ? Int16(POLLOUT) : 0)
    }

    fileprivate init(pollFlags flags: Int16) {
        self = []
        if flags & Int16(POLLIN) != 0 { insert(.readable) }
        if flags & Int16(POLLOUT) != 0 { insert(.writable) }
        // Whoever waits has to meet the error in its own system call, whichever direction that is.
        if flags & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { formUnion([.readable, .writable, .hangUp]) }
    }
}

/// The time-out of `poll` and `epoll_wait`.
enum Milliseconds {
    /// Rounded up, so that a wait does not end before its time and spin for the rest; -1 for nil is "no limit".
    static func roundedUp(_ nanoseconds: Int64?) -> Int32 {
        guard let nanoseconds else { return -1 }
        guard nanoseconds > 0 else { return 0 }
        // No overflow: the quotient of a positive Int64 leaves room for one more.
        return Int32(clamping: (nanoseconds - 1) / 1_000_000 + 1)
    }
}
