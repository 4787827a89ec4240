import TraceBytes
import TracePlatform

/// A server of HTTP/1.1, and of HTTP/2 on the same port for those who begin with its preface (RFC 9113 section 3.3).
///
/// Each request is handed to a closure that returns the answer: those of a connection of HTTP/1.1 one after the other, those
/// of HTTP/2 as they come.
///
/// ```
/// start ──▶ serving ──stop()──▶ draining ──nothing in flight, or the time is up──▶ stopped
/// ```
///
/// The handler runs on the loop and may suspend: nothing of the answer is written before it returns. It is cancelled
/// when the time of `stop` is up.
package final class HTTPServer: Sendable {
    package typealias Handler = nonisolated(nonsending) @Sendable (HTTPServerRequest) async -> HTTPResponse
    /// Answers what needs no waiting; nil hands the request to the handler. Spares HTTP/2 a task for each request, and
    /// HTTP/1.1 the switches of executors that an `async` call costs.
    package typealias Immediately = @Sendable (HTTPServerRequest) -> HTTPResponse?
    package typealias Observer = @Sendable (HTTPServerIncident) -> Void
    /// The answer to a request whose content does not fit into the budget.
    package typealias Overloaded = @Sendable (HTTPRequestHead) -> HTTPResponse
    /// The answer to a request of HTTP/2 that exceeds a limit; nil for 413 or 431.
    package typealias TooLarge = @Sendable (HTTPRequestHead, HTTP2Excess) -> HTTPResponse?

    package let loop: EventLoop
    package let limits: HTTPServerLimits
    /// Nil for a server that speaks HTTP/1.1 alone.
    let http2: HTTP2Limits?
    let immediately: Immediately
    let handler: Handler
    let observer: Observer
    let budget: HTTPBodyBudget?
    let overloaded: Overloaded
    let tooLarge: TooLarge
    private let listener: TCPListener
    let state: LoopBound<State>

    struct State {
        var counters = HTTPServerCounters()
        var isStopping = false
        var connections: [Int: Entry] = [:]
        var serving: Task<Void, Never>?
        var date = (second: Int64.min, text: "")
    }

    struct Entry {
        let connection: TCPConnection
        /// Nothing is in flight: it may be closed at any moment.
        var isIdle = false
        /// It speaks HTTP/2.
        var http2: HTTP2ServerSession?
    }

    /// Listens and serves until `stop()` or the end of the loop.
    ///
    /// - Parameters:
    ///   - host: an IPv4 or IPv6 address, or a name, of which the first address is taken.
    ///   - port: 0 takes a free one, which `port` then tells.
    ///   - http2: what a connection of HTTP/2 may cost; nil for none.
    ///   - budget: what all content that is on its way may take; nil for as much as the other limits allow.
    ///   - overloaded: what a sender is told whose content does not fit into the budget; its connection is closed behind.
    ///   - tooLarge: what the sender of a request of HTTP/2 is told that exceeds a limit.
    ///   - observer: called on the loop for whatever did not become an answered request.
    package static func start(
        on loop: EventLoop, host: String = "127.0.0.1", port: UInt16 = 0,
        limits: HTTPServerLimits = HTTPServerLimits(), http2: HTTP2Limits? = nil, budget: HTTPBodyBudget? = nil,
        overloaded: @escaping Overloaded = { _ in .retryLater }, tooLarge: @escaping TooLarge = { _, _ in nil },
        observer: @escaping Observer = { _ in },
        immediately: @escaping Immediately = { _ in nil }, handler: @escaping Handler
    ) async throws(NetworkError) -> HTTPServer {
        guard let address = try await loop.resolve(host: host, port: port).first else {
            throw NetworkError(.resolve, .unresolved("no address"), at: host)
        }
        let listener = try await TCPListener.bind(to: address, on: loop)
        let server = HTTPServer(
            listener, on: loop, limits, http2, budget, overloaded, tooLarge, observer, immediately, handler)
        await loop.run { () async -> Void in
            let serving = Task(executorPreference: loop) { await server.serve() }
            server.state.withValue { $0.serving = serving }
        }
        return server
    }

    private init(
        _ listener: TCPListener, on loop: EventLoop, _ limits: HTTPServerLimits, _ http2: HTTP2Limits?,
        _ budget: HTTPBodyBudget?, _ overloaded: @escaping Overloaded, _ tooLarge: @escaping TooLarge,
        _ observer: @escaping Observer,
        _ immediately: @escaping Immediately, _ handler: @escaping Handler
    ) {
        self.http2 = http2
        self.immediately = immediately
        self.budget = budget
        self.overloaded = overloaded
        self.tooLarge = tooLarge
        self.loop = loop
        self.limits = limits
        self.handler = handler
        self.observer = observer
        self.listener = listener
        state = LoopBound(State(), on: loop)
    }

    package var address: SocketAddress { listener.address }
    package var port: UInt16 { listener.port }

    package var counters: HTTPServerCounters {
        get async { await loop.run { () async -> HTTPServerCounters in state.withValue { $0.counters } } }
    }

    /// Takes no more connections, answers the requests that have begun to come, closes, and returns when all is closed.
    ///
    /// Connections that already wait in the system's queue are still served. What is not answered `nanoseconds` later
    /// is cut off, its handler cancelled. Repeated calls wait for the same end.
    @discardableResult
    package func stop(withinNanoseconds nanoseconds: Int64 = 5_000_000_000) async -> HTTPServerCounters {
        await loop.run { () async -> Void in
            // One turn of the poller, and one of the tasks: what has arrived by now is in flight and not idle.
            try? await loop.nextTurn()
            await loop.yield()
            let (serving, idle, sessions) = state.withValue { state in
                state.isStopping = true
                let entries = state.connections.values
                return (
                    state.serving, entries.filter(\.isIdle).map(\.connection), entries.compactMap(\.http2)
                )
            }
            listener.close()
            for connection in idle { connection.close() }
            for session in sessions { session.shutDown() }

            let deadline = Task(executorPreference: loop) {
                try await self.loop.sleep(forNanoseconds: nanoseconds)
                for entry in self.state.withValue({ Array($0.connections.values) }) { entry.connection.reset() }
                serving?.cancel()
            }
            await serving?.value
            deadline.cancel()
        }
        return await counters
    }

    /// Takes no more connections and resets all that are open, as the system does for a process that is killed with
    /// unread input. Returns when all is closed.
    package func abort() async {
        await loop.run { () async -> Void in
            let (serving, connections) = state.withValue { state in
                state.isStopping = true
                return (state.serving, state.connections.values.map(\.connection))
            }
            listener.close()
            for connection in connections { connection.reset() }
            // Before the handlers are cancelled, whose sessions would else close what is to be reset.
            await loop.yield()
            serving?.cancel()
            await serving?.value
        }
    }

    // MARK: Connections

    private func serve() async {
        await withDiscardingTaskGroup { group in
            while let connection = await accept() {
                guard let number = admit(connection) else { continue }
                group.addTask {
                    await self.serve(connection, number)
                    connection.close()
                    self.state.withValue { state in
                        state.connections[number] = nil
                        state.counters.openConnections -= 1
                    }
                }
            }
        }
    }

    private func serve(_ connection: TCPConnection, _ number: Int) async {
        var session = HTTP1ServerSession(connection, number: number, of: self)
        await session.run()
        guard let http2, let buffer = session.takePreface() else { return }
        let successor = HTTP2ServerSession(connection, number: number, of: self, limits: http2, at: .now(on: loop))
        state.withValue { $0.connections[number]?.http2 = successor }
        await successor.run(buffer)
        state.withValue { $0.connections[number]?.http2 = nil }
    }

    /// The next connection; nil when the listener was closed.
    private func accept() async -> TCPConnection? {
        while true {
            do throws(NetworkError) {
                return try await listener.accept()
            } catch {
                if error.cause == .closed || error.cause == .cancelled { return nil }
                state.withValue { $0.counters.acceptFailures += 1 }
                // A failure that stays must not keep the loop busy.
                do { try await loop.sleep(forNanoseconds: 50_000_000) } catch { return nil }
            }
        }
    }

    /// The number of a connection that may stay; nil for one too many.
    private func admit(_ connection: TCPConnection) -> Int? {
        let (number, isRefused) = state.withValue { state in
            state.counters.connections += 1
            let number = state.counters.connections
            let isRefused = state.counters.openConnections >= limits.connections
            if isRefused {
                state.counters.refusedConnections += 1
            } else {
                state.counters.openConnections += 1
                state.connections[number] = Entry(connection: connection)
            }
            return (number, isRefused)
        }
        guard isRefused else { return number }
        connection.close()
        observer(
            HTTPServerIncident(
                kind: .refused, connection: number, number: 0, peer: connection.peerAddress, moment: .now(on: loop),
                head: nil, received: []))
        return nil
    }

    /// The value of the field `Date`, made once a second.
    func date() -> String {
        let second = WallClock.nowNanoseconds() / 1_000_000_000
        return state.withValue { state in
            if state.date.second != second { state.date = (second, httpDate(unixSeconds: second)) }
            return state.date.text
        }
    }
}

extension HTTPResponse {
    /// 503 with `Retry-After`: a second (RFC 9110 sections 10.2.3 and 15.6.4).
    package static var retryLater: HTTPResponse {
        var response = HTTPResponse.text("too much content is on its way here\n", status: 503)
        response.headers.append("Retry-After", "1")
        return response
    }
}
