import TracePlatform

/// A descriptor on an event loop: remembers what it is ready for, and lets one reader and one writer wait.
///
/// A direction counts as ready until a system call says otherwise, so callers try their call first:
/// ```
///         event                     EAGAIN, or less came than was asked for
/// ready ◄─────── waiting ◄──wait── blocked ◄─────────────────────────────── ready
/// ```
/// All but `close()` and what is constant must be used on the loop, which keeps the channel alive until it is closed.
package final class IOChannel: Sendable {
    package enum Direction: Sendable { case read, write }

    package let loop: EventLoop
    package let descriptor: Int32
    private let state: LoopBound<State>

    private struct State {
        var token: UInt64 = 0
        var isOpen = true
        var read = DirectionState()
        var write = DirectionState()
        /// The end of the stream or an error is there to be met, and its edge does not come twice.
        var hasHungUp = false

        subscript(direction: Direction) -> DirectionState {
            get { direction == .read ? read : write }
            set { if direction == .read { read = newValue } else { write = newValue } }
        }
    }

    private struct DirectionState {
        var isReady = true
        var waiter: WaitID?
        /// Calls in a row that had not to wait.
        var streak: UInt8 = 0
    }

    /// Takes over a non-blocking descriptor, also when it throws. Must run on the loop.
    package init(adopting descriptor: Int32, on loop: EventLoop) throws(NetworkError) {
        self.loop = loop
        self.descriptor = descriptor
        state = LoopBound(State(), on: loop)
        let token = loop.state.withValue { $0.isShutDown ? nil : $0.channels.insert(self) }
        guard let token else {
            Socket(descriptor: descriptor).close()
            throw NetworkError(.poll, .closed)
        }
        state.withValue { $0.token = token }
        do throws(NetworkError) {
            try loop.poller.withValue { poller throws(NetworkError) in try poller.add(descriptor, token: token) }
        } catch {
            close()
            throw error
        }
    }

    package var isOpen: Bool { state.withValue { $0.isOpen } }

    /// Waits until the direction may be ready; at once when it is.
    ///
    /// One task at a time per direction. A caller that never has to wait gives others a turn now and then.
    nonisolated(nonsending) package func waitUntilReady(
        for direction: Direction, deadline: MonotonicInstant?
    ) async throws(NetworkError) {
        if mayTry(direction) { return }
        try await wait(for: direction, deadline: deadline)
    }

    /// Whether a call may be tried at once: ``waitUntilReady(for:deadline:)`` without the price of an `async` call.
    @inline(__always)
    func mayTry(_ direction: Direction) -> Bool {
        state.withValue { state in
            guard state.isOpen, state[direction].isReady, state[direction].streak < 255 else { return false }
            state[direction].streak += 1
            return true
        }
    }

    /// What ``waitUntilReady(for:deadline:)`` does when a call may not be tried at once.
    nonisolated(nonsending) func wait(
        for direction: Direction, deadline: MonotonicInstant?
    ) async throws(NetworkError) {
        let (isOpen, isReady, mustYield) = state.withValue { state in
            state[direction].streak &+= 1  // wraps by design: a turn for others every 256 calls
            return (state.isOpen, state[direction].isReady, state[direction].streak == 0)
        }
        guard isOpen else { throw NetworkError(direction.operation, .closed) }
        if isReady {
            if mustYield { await loop.yield() }
            return
        }
        loop.poller.withValue { $0.rearm(descriptor, for: direction.readiness) }
        let outcome = await loop.wait(deadline: deadline) { id in
            let isReadyMeanwhile = state.withValue { state in
                // The first would wait for ever: a mistake of this package's code, which no received byte can bring about.
                precondition(state[direction].waiter == nil, "two tasks wait for one direction of a descriptor")
                state[direction].waiter = id
                return state[direction].isReady || !state.isOpen
            }
            if isReadyMeanwhile { loop.wake(id) }
        }
        state.withValue { state in
            state[direction].waiter = nil
            state[direction].streak = 0
        }
        switch outcome {
        case .woken: return
        case .deadlineExceeded: throw NetworkError(direction.operation, .deadlineExceeded)
        case .cancelled: throw NetworkError(direction.operation, .cancelled)
        case .closed: throw NetworkError(direction.operation, .closed)
        }
    }

    /// A call has said `EAGAIN`: the next one waits.
    package func markBlocked(_ direction: Direction) {
        state.withValue { $0[direction].isReady = false }
    }

    /// A read has taken less than it asked for: the next one waits.
    ///
    /// As good as `EAGAIN`, since whatever arrives later is a new edge, and it saves a server one call per request.
    /// Not so at the end of a stream or after an error: their edge may have come together with the last bytes.
    package func markReadShort() {
        state.withValue { state in
            if !state.hasHungUp { state.read.isReady = false }
        }
    }

    func received(_ readiness: Readiness) {
        let (reader, writer) = state.withValue { state -> (WaitID?, WaitID?) in
            if readiness.contains(.hangUp) { state.hasHungUp = true }
            if readiness.contains(.readable) { state.read.isReady = true }
            if readiness.contains(.writable) { state.write.isReady = true }
            return (
                readiness.contains(.readable) ? state.read.waiter : nil,
                readiness.contains(.writable) ? state.write.waiter : nil
            )
        }
        if let reader { loop.wake(reader) }
        if let writer { loop.wake(writer) }
    }

    /// Closes the descriptor and ends both waits with `.closed`. From any thread, any number of times.
    package func close() {
        guard loop.isCurrent else { return loop.post { self.close() } }
        let (wasOpen, token, reader, writer) = state.withValue { state in
            defer { state.isOpen = false }
            return (state.isOpen, state.token, state.read.waiter, state.write.waiter)
        }
        guard wasOpen else { return }
        loop.state.withValue { $0.channels.remove(token) }
        loop.poller.withValue { $0.remove(descriptor) }
        Socket(descriptor: descriptor).close()
        if let reader { loop.wake(reader, with: .closed) }
        if let writer { loop.wake(writer, with: .closed) }
    }
}

extension IOChannel.Direction {
    fileprivate var readiness: Readiness { self == .read ? .readable : .writable }
    fileprivate var operation: NetworkError.Operation { self == .read ? .read : .write }
}
