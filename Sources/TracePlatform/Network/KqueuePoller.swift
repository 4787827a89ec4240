#if canImport(Darwin)
    import Darwin

    /// Darwin's kqueue with `EV_CLEAR`, which reports changes as epoll's edges do.
    final class KqueuePoller: Poller {
        private let descriptor: Int32
        private var events: [kevent] = Array(repeating: kevent(), count: 256)
        let waker: PollerWaker

        init() throws(NetworkError) {
            waker = try PollerWaker()
            descriptor = kqueue()
            guard descriptor >= 0 else { throw NetworkError(.poll, errno: errno) }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            try add(waker.receiver.descriptor, token: .wakerToken)
        }

        deinit {
            if descriptor >= 0 { close(descriptor) }
        }

        func add(_ watched: Int32, token: UInt64) throws(NetworkError) {
            let filters = [EVFILT_READ, EVFILT_WRITE]
            let changes = filters.map { filter in
                kevent(
                    ident: UInt(watched), filter: Int16(filter), flags: UInt16(EV_ADD | EV_CLEAR), fflags: 0, data: 0,
                    // The token travels in the pointer-sized user data: both have 64 bits on every Darwin system.
                    udata: UnsafeMutableRawPointer(bitPattern: UInt(token)))
            }
            guard kevent(descriptor, changes, Int32(changes.count), nil, 0, nil) >= 0 else {
                throw NetworkError(.poll, errno: errno)
            }
        }

        func rearm(_ watched: Int32, for interest: Readiness) {}

        /// Nothing to do: closing the descriptor removes its events.
        func remove(_ watched: Int32) {}

        func wait(atMost nanoseconds: Int64?, into found: inout [PollEvent]) {
            found.removeAll(keepingCapacity: true)
            let count: Int32
            if let nanoseconds {
                let limit = max(nanoseconds, 0)
                var timeout = timespec(tv_sec: Int(limit / 1_000_000_000), tv_nsec: Int(limit % 1_000_000_000))
                count = kevent(descriptor, nil, 0, &events, Int32(events.count), &timeout)
            } else {
                count = kevent(descriptor, nil, 0, &events, Int32(events.count), nil)
            }
            guard count > 0 else { return }
            for event in events.prefix(Int(count)) {
                let token = UInt64(UInt(bitPattern: event.udata))
                if token == .wakerToken {
                    waker.drain()
                    continue
                }
                var readiness: Readiness = event.filter == Int16(EVFILT_WRITE) ? .writable : .readable
                if event.flags & UInt16(EV_EOF | EV_ERROR) != 0 { readiness.insert(.hangUp) }
                found.append(PollEvent(token: token, readiness: readiness))
            }
        }
    }
#endif
