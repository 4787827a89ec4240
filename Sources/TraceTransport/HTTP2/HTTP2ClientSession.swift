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
        var isWriting = false
        var isEnded = false
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
        let now = HTTPMoment.now(on: loop)
        let opened = state.withValue { state -> Result<UInt32, HTTP2Connection.OpenRefusal> in
            guard !state.isEnded else { return .failure(.closing) }
            do throws(HTTP2Connection.OpenRefusal) {
                let stream = try state.machine.open(fields, body: body, at: now)
                state.exchanges[stream] = Exchange()
                return .success(stream)
            } catch {
                return .failure(error)
            }
        }
        let stream: UInt32
        switch opened {
        case .success(let number): stream = number
        case .failure(let refusal): throw .refused(refusal)
        }
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
        throw outcome == .deadlineExceeded ? .timeout : .cancelled
    }

    /// Says goodbye. What is under way ends as cancelled.
    func close() {
        state.withValue { $0.machine.goAway() }
        flush()
        end(.cancelled)
        connection.close()
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
        for event in events { handle(event) }
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
        case .reset(let stream, let code, _): finish(stream, .failure(.reset(code)))
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
