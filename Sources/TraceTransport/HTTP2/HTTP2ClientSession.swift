import TraceBytes
import TracePlatform

/// One connection of a client that speaks HTTP/2: reads as long as it is open, and hands each answer to who waits for it.
///
/// A class, since requests share it. Used on the loop of its connection.
final class HTTP2ClientSession: Sendable {
    private let connection: TCPConnection
    private let state: LoopBound<State>

    private struct State {
        var machine: HTTP2Connection
        var exchanges: [UInt32: Exchange] = [:]
        /// Requests that have no stream yet, in the order in which they came.
        var queue: [Int] = []
        var queueWaits: [Int: WaitID] = [:]
        var lastTicket = 0
        var isWriting = false
        var isEnded = false
        /// Goodbye was said: nothing that comes is of interest.
        var isLeaving = false
    }

    private struct Exchange {
        var wait: WaitID?
        var result: Result<HTTPResponse, HTTP2ClientError.Reason>?
    }

    init(_ connection: TCPConnection, limits: HTTP2Limits) {
        self.connection = connection
        state = LoopBound(State(machine: HTTP2Connection(.client, limits: limits)), on: connection.loop)
    }

    private var loop: EventLoop { connection.loop }

    /// Whether another request may be sent here.
    var takesRequests: Bool {
        state.withValue { !$0.isEnded && !$0.machine.isClosing }
    }

    /// Begins to read, until the connection ends.
    func start() {
        Task(executorPreference: loop) { await self.run() }
    }

    // MARK: Requests

    nonisolated(nonsending) func send(
        _ fields: HeaderFields, _ body: [UInt8], _ deadline: MonotonicInstant
    ) async throws(HTTP2ClientError.Reason) -> HTTPResponse {
        let stream = try await open(fields, body, deadline)
        flush()
        let outcome = await loop.wait(deadline: deadline) { wait in
            let isThere = state.withValue { state in
                state.exchanges[stream]?.wait = wait
                return state.exchanges[stream]?.result != nil
            }
            if isThere { loop.wake(wait) }
        }
        let result = state.withValue { $0.exchanges.removeValue(forKey: stream)?.result }
        if let result { return try result.get() }
        state.withValue { _ = $0.machine.reset(stream, .cancel) }
        flush()
        admitNext()
        throw outcome == .deadlineExceeded ? .timeout : .cancelled
    }

    /// Opens a stream; where the server allows no more now, when one has ended and those who came before have theirs.
    nonisolated(nonsending) private func open(
        _ fields: HeaderFields, _ body: [UInt8], _ deadline: MonotonicInstant
    ) async throws(HTTP2ClientError.Reason) -> UInt32 {
        let ticket = state.withValue { state in
            state.lastTicket += 1
            state.queue.append(state.lastTicket)
            return state.lastTicket
        }
        defer {
            state.withValue { state in
                state.queue.removeAll { $0 == ticket }
                state.queueWaits[ticket] = nil
            }
            admitNext()
        }
        while true {
            switch tryOpen(fields, body, ticket) {
            case .success(let stream): return stream
            case .failure(.tooManyStreams): break
            case .failure(let refusal): throw .refused(refusal)
            }
            let outcome = await loop.wait(deadline: deadline) { wait in
                state.withValue { $0.queueWaits[ticket] = wait }
            }
            switch outcome {
            case .woken: continue
            case .deadlineExceeded: throw .timeout
            case .cancelled, .closed: throw .cancelled
            }
        }
    }

    private func tryOpen(
        _ fields: HeaderFields, _ body: [UInt8], _ ticket: Int
    ) -> Result<UInt32, HTTP2Connection.OpenRefusal> {
        state.withValue { state in
            guard !state.isEnded else { return .failure(.closing) }
            guard state.queue.first == ticket else { return .failure(.tooManyStreams) }
            do throws(HTTP2Connection.OpenRefusal) {
                let stream = try state.machine.open(fields, body: body, at: .now(on: loop))
                state.exchanges[stream] = Exchange()
                return .success(stream)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Wakes the first of those who wait for a stream, when there is one for it, or there never will be.
    private func admitNext() {
        let next = state.withValue { state -> WaitID? in
            guard let first = state.queue.first, state.isEnded || state.machine.decidesOnStreams else { return nil }
            return state.queueWaits[first]
        }
        if let next { loop.wake(next) }
    }

    /// Says goodbye. What is under way ends as cancelled.
    func close() {
        state.withValue { state in
            state.isLeaving = true
            for stream in state.exchanges.keys { state.machine.reset(stream, .cancel) }
            state.machine.goAway()
        }
        flush()
        end(.cancelled)
        // A close with unread bytes is a reset, which may overtake the goodbye: the server closes, or the time is up.
        guard state.withValue({ !$0.isWriting }), connection.finishWritingOnLoop() else { return connection.close() }
        Task(executorPreference: loop) {
            try? await self.loop.sleep(forNanoseconds: 1_000_000_000)
            self.connection.close()
        }
    }

    // MARK: Reading

    private func run() async {
        var buffer = ReadBuffer()
        do throws(NetworkError) {
            while true {
                let count = try await connection.readOnLoop(into: &buffer, deadline: nil)
                guard count > 0 else { break }
                while let more = try connection.tryRead(into: &buffer), more > 0 {}
                guard take(&buffer) else { break }
                flush()
            }
            end(.closedEarly(nil))
        } catch {
            end(error.cause == .cancelled || error.cause == .closed ? .cancelled : .closedEarly(error))
        }
        connection.close()
    }

    /// False when the connection has come to its end.
    private func take(_ buffer: inout ReadBuffer) -> Bool {
        let (events, count) = state.withValue { state in
            let count = state.machine.receive(buffer.bytes, at: .now(on: loop))
            return (state.machine.takeEvents(), count)
        }
        buffer.consume(count)
        guard state.withValue({ !$0.isLeaving }) else {
            buffer.consume(buffer.count)
            return true
        }
        for event in events { handle(event) }
        admitNext()
        guard state.withValue({ $0.machine.failure == nil }) else {
            flush()
            return false
        }
        return state.withValue { !$0.machine.isDone }
    }

    private func handle(_ event: HTTP2Event) {
        switch event {
        case .message(let message):
            finish(
                message.stream,
                .success(HTTPResponse(message.responseHead, body: message.body, trailers: message.trailers)))
        case .reset(let stream, let code, _):
            // Where the connection has failed, the breach is what is told.
            guard state.withValue({ $0.machine.failure == nil }) else { break }
            finish(stream, .failure(.reset(code)))
        case .refused(let message, let violation): finish(message.stream, .failure(.violation(violation)))
        case .excessive(let message, let excess):
            finish(message.stream, .failure(.tooLarge(excess)))
            state.withValue { _ = $0.machine.reset(message.stream, .cancel) }
        case .failed(let violation): end(.violation(violation))
        // A GOAWAY tells with a reset which streams it ends; others go on.
        case .growing, .tolerated, .goAway, .settingsAcknowledged, .pong: break
        }
    }

    private func finish(_ stream: UInt32, _ result: Result<HTTPResponse, HTTP2ClientError.Reason>) {
        let wait = state.withValue { state -> WaitID? in
            guard state.exchanges[stream]?.result == nil else { return nil }
            state.exchanges[stream]?.result = result
            return state.exchanges[stream]?.wait
        }
        if let wait { loop.wake(wait) }
    }

    /// Nothing more will come.
    private func end(_ reason: HTTP2ClientError.Reason) {
        let streams = state.withValue { state in
            state.isEnded = true
            return Array(state.exchanges.keys)
        }
        for stream in streams { finish(stream, .failure(reason)) }
        admitNext()
    }

    // MARK: Writing

    /// Writes what the system takes at once, and leaves the rest to a task.
    private func flush() {
        let bytes = state.withValue { state -> [UInt8] in
            state.isWriting || !state.machine.hasOutput ? [] : state.machine.takeOutput()
        }
        guard !bytes.isEmpty else { return }
        // A failure is met again by whoever reads, and told there.
        let written = (try? connection.tryWrite(bytes)) ?? bytes.count
        guard written < bytes.count else { return }
        state.withValue { $0.isWriting = true }
        let rest = Array(bytes[written...])
        Task(executorPreference: loop) { await self.write(rest) }
    }

    private func write(_ rest: [UInt8]) async {
        var next = rest
        while !next.isEmpty {
            do throws(NetworkError) {
                try await connection.writeOnLoop(next, deadline: nil)
            } catch {
                break
            }
            next = state.withValue { $0.machine.takeOutput() }
        }
        state.withValue { $0.isWriting = false }
    }
}
