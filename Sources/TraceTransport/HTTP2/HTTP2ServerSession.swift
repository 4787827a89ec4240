import TraceBytes
import TracePlatform

/// One connection of a server that speaks HTTP/2, from the preface to its end: reads, has the requests answered, writes.
///
/// ```
/// read all that has arrived ──▶ machine ──▶ events ──▶ answered at once, or by a task of their own
///            ▲                                                     │
///            └──────────── write what the machine has to say ◀─────┘
/// ```
///
/// A class, since the tasks of its requests end in it. Used on the loop of its server.
final class HTTP2ServerSession: Sendable {
    let server: HTTPServer
    let connection: TCPConnection
    let number: Int
    let state: LoopBound<State>

    struct State {
        var machine: HTTP2Connection
        var requestCount = 0
        /// Somebody writes, and takes with it what is added meanwhile.
        var isWriting = false
        var lastRead: HTTPMoment
        var lastWrite: MonotonicInstant
        let began: MonotonicInstant
        /// When was last looked whose time is up.
        var lastLook: MonotonicInstant
        /// A PING was sent to a peer that had been silent for long.
        var probed: MonotonicInstant?
        /// What the contents of streams have taken of the server's budget.
        var reserved: [UInt32: Int] = [:]
        /// Answers under way.
        var answering: Set<UInt32> = []
    }

    /// What is read between two writes; 256 KiB. A peer that never pauses must not keep others waiting for their answers.
    private static let batchBytes = 256 << 10

    init(_ connection: TCPConnection, number: Int, of server: HTTPServer, limits: HTTP2Limits, at now: HTTPMoment) {
        self.server = server
        self.connection = connection
        self.number = number
        state = LoopBound(
            State(
                machine: HTTP2Connection(.server, limits: limits), lastRead: now, lastWrite: now.monotonic,
                began: now.monotonic, lastLook: now.monotonic),
            on: server.loop)
    }

    var loop: EventLoop { server.loop }

    /// Serves until the connection ends.
    ///
    /// - Parameter buffer: what has come of it, from the first octet of the preface on.
    nonisolated(nonsending) func run(_ buffer: consuming ReadBuffer) async {
        var buffer = buffer
        await withDiscardingTaskGroup { group in
            while true {
                let isOpen = take(&buffer, in: &group)
                if let rest = startWriting() {
                    group.addTask { await self.write(rest) }
                }
                guard isOpen else { break }
                do throws(NetworkError) {
                    guard try await read(&buffer, in: &group) else { break }
                } catch {
                    end(error)
                    break
                }
            }
            await leave(&buffer)
            group.cancelAll()
        }
    }

    // MARK: Reading

    /// Waits for more; false at the end of the stream.
    nonisolated(nonsending) private func read(
        _ buffer: inout ReadBuffer, in group: inout DiscardingTaskGroup
    ) async throws(NetworkError) -> Bool {
        while true {
            let deadline = state.withValue { $0.nextDeadline(server.limits) }
            do throws(NetworkError) {
                var count = try await connection.readOnLoop(into: &buffer, deadline: deadline)
                guard count > 0 else {
                    end(nil)
                    return false
                }
                // All that has arrived, before any window is opened for more: see `HTTP2Connection`.
                while count > 0, buffer.count < Self.batchBytes, let more = try connection.tryRead(into: &buffer) {
                    count = more
                }
                state.withValue { $0.lastRead = .now(on: loop) }
                return true
            } catch {
                guard error.cause == .deadlineExceeded else { throw error }
                guard passTime() else { return false }
                if let rest = startWriting() {
                    group.addTask { await self.write(rest) }
                }
            }
        }
    }

    /// Has the machine look at what was read; false when the connection has come to its end.
    private func take(_ buffer: inout ReadBuffer, in group: inout DiscardingTaskGroup) -> Bool {
        let (events, count) = state.withValue { state in
            let count = state.machine.receive(buffer.bytes, at: state.lastRead)
            return (state.machine.takeEvents(), count)
        }
        buffer.consume(count)
        for event in events { handle(event, in: &group) }
        return state.withValue { !$0.machine.isDone }
    }

    // MARK: Answering

    private func handle(_ event: HTTP2Event, in group: inout DiscardingTaskGroup) {
        switch event {
        case .message(let message):
            count { $0.requests += 1 }
            let request = request(message)
            if let answer = server.immediately(request) {
                return self.answer(message.stream, request.request.method, answer)
            }
            state.withValue { _ = $0.answering.insert(message.stream) }
            group.addTask {
                let answer = await self.server.handler(request)
                self.state.withValue { _ = $0.answering.remove(message.stream) }
                self.answer(message.stream, request.request.method, answer)
                if let rest = self.startWriting() { await self.write(rest) }
                self.closeWhenDone()
            }
        default: note(event)
        }
    }

    private func request(_ message: HTTP2Message) -> HTTPServerRequest {
        release(message.stream)
        let (number, complete) = state.withValue { state in
            state.requestCount += 1
            return (state.requestCount, state.lastRead)
        }
        return HTTPServerRequest(
            request: HTTPRequest(message.requestHead, body: message.body, trailers: message.trailers),
            rawHead: message.fields.lines, http2Fields: message.fields, connection: self.number, number: number,
            peer: connection.peerAddress,
            firstByte: message.began, complete: complete)
    }

    /// Hands an answer to the machine.
    func answer(_ stream: UInt32, _ method: String, _ response: HTTPResponse) {
        switch response.disposition {
        case .abort:
            count { $0.aborted += 1 }
            connection.reset()
            return
        case .hang: return count { $0.aborted += 1 }
        case .resetStream(let code):
            count { $0.aborted += 1 }
            state.withValue { _ = $0.machine.reset(stream, HTTP2ErrorCode(rawValue: code)) }
            return
        case .normal, .closeAfter, .cutAfter: break
        }
        let fields: HTTP2ResponseFields
        do throws(HTTP1SerializationError) {
            fields = try HTTP2ResponseFields(response, to: method, date: server.date())
        } catch {
            count { $0.unwritable += 1 }
            observe(.unwritable(error), head: nil, received: [])
            state.withValue { _ = $0.machine.reset(stream, .internalError) }
            return
        }
        let before = state.withValue { $0.machine.output.count }
        let isTaken = state.withValue { state in
            defer { if response.disposition == .closeAfter { state.machine.goAway() } }
            return state.machine.respond(
                to: stream, fields.head, body: fields.hasContent ? response.body : [], trailers: response.trailers)
        }
        if case .cutAfter(let limit) = response.disposition { return cut(after: limit, from: before) }
        count { if isTaken { $0.answered += 1 } else { $0.unanswered += 1 } }
    }

    /// Writes so many bytes behind those that waited before, and ends the connection.
    private func cut(after limit: Int, from before: Int) {
        count { $0.aborted += 1 }
        let bytes = state.withValue { $0.machine.takeOutput() }
        _ = try? connection.tryWrite(Array(bytes.prefix(before + max(limit, 0))))
        connection.close()
    }

    // MARK: Writing

    /// Writes what the system takes at once; what is left has to be given to `write`. Nil when nothing is left, or somebody
    /// else writes.
    func startWriting() -> ArraySlice<UInt8>? {
        let bytes = state.withValue { state -> [UInt8]? in
            guard !state.isWriting, state.machine.hasOutput else { return nil }
            state.lastWrite = loop.now()
            return state.machine.takeOutput()
        }
        guard let bytes, !bytes.isEmpty else { return nil }
        // A failure is met again by whoever reads, and told there.
        let written = (try? connection.tryWrite(bytes)) ?? bytes.count
        guard written < bytes.count else { return nil }
        state.withValue { $0.isWriting = true }
        return bytes[written...]
    }

    /// Writes what is left, and all that comes up meanwhile.
    nonisolated(nonsending) func write(_ rest: ArraySlice<UInt8>) async {
        var next = Array(rest)
        while !next.isEmpty {
            do throws(NetworkError) {
                try await connection.writeOnLoop(next, deadline: loop.now() + server.limits.writeNanoseconds)
            } catch {
                if error.cause == .deadlineExceeded {
                    count { $0.timeouts[.write, default: 0] += 1 }
                    connection.reset()
                }
                break
            }
            next = state.withValue { state in
                state.lastWrite = loop.now()
                return state.machine.takeOutput()
            }
        }
        state.withValue { $0.isWriting = false }
        closeWhenDone()
    }

    func count(_ change: (inout HTTPServerCounters) -> Void) {
        server.state.withValue { change(&$0.counters) }
    }
}
