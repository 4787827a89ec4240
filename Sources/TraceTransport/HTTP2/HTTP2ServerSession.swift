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
        /// Of the last answer to a call of gRPC.
        var lastFields: (status: Int, headers: HeaderFields, fields: HTTP2ResponseFields)?
        /// Somebody writes, and takes with it what is added meanwhile.
        var isWriting = false
        var lastRead: HTTPMoment
        /// Met behind what was read before it, and told when that has been looked at.
        var readError: NetworkError?
        let began: MonotonicInstant
        /// When was last looked whose time is up.
        var lastLook: MonotonicInstant
        /// A PING was sent to a peer that had been silent for long.
        var probed: MonotonicInstant?
        /// What the contents of streams have taken of the server's budget.
        var reserved: [UInt32: Int] = [:]
        /// Streams whose requests are with the handler.
        var answering: Set<UInt32> = []
        /// Streams whose requests are not answered, as their handler wants it.
        var silent: Set<UInt32> = []
        /// Streams with answers that wait for the peer's windows.
        var sending: Set<UInt32> = []
        /// Answers whose last frame waits to be written to the system.
        var unwrittenAnswers = 0
        /// When content moved last, or none waited for a window.
        var lastProgress: MonotonicInstant
        /// What is still to be written before the connection is cut.
        var lastWords: [UInt8]?
        var isCut = false
        /// Nothing more is written.
        var isEnded = false
        /// Who waits for the writer and the handlers.
        var settling: WaitID?
        /// Closes a connection whose peer does not.
        var lingering: Task<Void, Never>?

        init(_ machine: HTTP2Connection, at now: HTTPMoment) {
            self.machine = machine
            lastRead = now
            began = now.monotonic
            lastLook = now.monotonic
            lastProgress = now.monotonic
        }
    }

    /// Why no more is read.
    enum Ending {
        /// All is said, or a rule is broken.
        case done
        /// The peer has ended its stream, and may still read.
        case peerEnded
        case broken
    }

    /// What is read between two writes; 256 KiB. A peer that never pauses must not keep others waiting for their answers.
    private static let batchBytes = 256 << 10

    init(_ connection: TCPConnection, number: Int, of server: HTTPServer, limits: HTTP2Limits, at now: HTTPMoment) {
        self.server = server
        self.connection = connection
        self.number = number
        state = LoopBound(State(HTTP2Connection(.server, limits: limits), at: now), on: server.loop)
    }

    var loop: EventLoop { server.loop }

    /// Serves until the connection ends.
    ///
    /// - Parameter buffer: what has come of it, from the first octet of the preface on.
    nonisolated(nonsending) func run(_ buffer: consuming ReadBuffer) async {
        var buffer = buffer
        await withDiscardingTaskGroup { group in
            let ending = await serve(&buffer, in: &group)
            await leave(&buffer, ending)
            group.cancelAll()
        }
        settleAccounts()
    }

    nonisolated(nonsending) private func serve(
        _ buffer: inout ReadBuffer, in group: inout DiscardingTaskGroup
    ) async -> Ending {
        var isStopping = server.state.withValue { $0.isStopping }
        while true {
            // What a server that stops finds here has come in time: it is taken before the peer is told.
            if isStopping { readOn(&buffer) }
            let isOpen = take(&buffer, in: &group)
            if isStopping { shutDown() }
            isStopping = false
            if let rest = startWriting() {
                group.addTask { await self.write(rest) }
            }
            guard isOpen else { return .done }
            // Whose time is up is looked at also while others keep the connection busy.
            if state.withValue({ $0.isLookDue(server.limits) }), !look(in: &group) { return .broken }
            do throws(NetworkError) {
                if let ending = try await read(&buffer, in: &group) { return ending }
            } catch {
                end(.broken(error))
                return .broken
            }
        }
    }

    // MARK: Reading

    /// Waits for more; says when there is none.
    nonisolated(nonsending) private func read(
        _ buffer: inout ReadBuffer, in group: inout DiscardingTaskGroup
    ) async throws(NetworkError) -> Ending? {
        while true {
            if let error = state.withValue({ $0.readError }) { throw error }
            let deadline = state.withValue { $0.nextDeadline(server.limits) }
            let before = buffer.count
            do throws(NetworkError) {
                guard try await connection.readOnLoop(into: &buffer, deadline: deadline) > 0 else {
                    end(.broken(NetworkError(.read, .closed)))
                    return .peerEnded
                }
            } catch {
                guard error.cause == .deadlineExceeded else { throw error }
                // Who has spoken by now is not silent, however late this machine is.
                try? await loop.nextTurn()
            }
            readOn(&buffer)
            if buffer.count > before {
                state.withValue { $0.lastRead = .now(on: loop) }
                return nil
            }
            guard look(in: &group) else { return .broken }
        }
    }

    /// Ends what has used up its time; false when that is the connection.
    private func look(in group: inout DiscardingTaskGroup) -> Bool {
        guard passTime() else { return false }
        if let rest = startWriting() {
            group.addTask { await self.write(rest) }
        }
        closeWhenDone()
        return true
    }

    /// All that has arrived, before any window is opened for more: see `HTTP2Connection`. The end of the stream is met
    /// again by whoever waits for more.
    private func readOn(_ buffer: inout ReadBuffer) {
        do throws(NetworkError) {
            while buffer.count < Self.batchBytes, let more = try connection.tryRead(into: &buffer), more > 0 {}
        } catch {
            state.withValue { $0.readError = error }
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
                return self.answer(message.stream, request, answer)
            }
            state.withValue { _ = $0.answering.insert(message.stream) }
            group.addTask {
                let answer = await self.server.handler(request)
                self.state.withValue { _ = $0.answering.remove(message.stream) }
                self.answer(message.stream, request, answer)
                if let rest = self.startWriting() { await self.write(rest) }
                self.wakeWhoSettles()
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

    func count(_ change: (inout HTTPServerCounters) -> Void) {
        server.state.withValue { change(&$0.counters) }
    }
}
