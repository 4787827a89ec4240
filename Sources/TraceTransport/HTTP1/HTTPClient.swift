import TraceBytes
import TracePlatform

/// An HTTP/1.1 client on an event loop that keeps its connections for further requests.
///
/// A request is sent once. It is sent a second time, on a fresh connection, only if the first was reused and ended
/// before any byte of the response came: the server has then closed an unused connection in the moment in which this
/// side took it (RFC 9112 section 9.3.1). It may all the same have acted on the request, so who must not repeat one
/// says `retries: false`.
package final class HTTPClient: Sendable {
    package let loop: EventLoop
    package let limits: HTTPClientLimits
    private let state: LoopBound<State>

    private struct State {
        var pools: [Peer: Pool] = [:]
        var connectionCount = 0
        var isClosed = false
    }

    /// Looked up once for a request, which asks it four times.
    private typealias Pool = LoopBound<HTTPClientPool>

    private struct Peer: Hashable, Sendable, CustomStringConvertible {
        let host: String
        let port: UInt16

        var description: String { HTTPURL.authority(host: host, port: port) }
    }

    package init(on loop: EventLoop, limits: HTTPClientLimits = HTTPClientLimits()) {
        self.loop = loop
        self.limits = limits
        state = LoopBound(State(), on: loop)
    }

    /// Sends a request and gives its answer, whatever its status.
    ///
    /// - Parameters:
    ///   - request: gets the field `Host`, as its last, unless it has one.
    ///   - host: a name, an IPv4 address, or an IPv6 address without brackets.
    ///   - timeoutNanoseconds: for everything: the wait for a connection, connecting, writing and reading.
    ///   - retries: whether it may be sent again, see the type.
    nonisolated(nonsending) package func send(
        _ request: HTTPRequest, to host: String, port: UInt16, timeoutNanoseconds: Int64 = 10_000_000_000,
        retries: Bool = true
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        let peer = Peer(host: host, port: port)
        do throws(HTTPClientError.Reason) {
            if loop.isCurrent {
                return try await exchange(request, with: peer, within: timeoutNanoseconds, retries: retries)
            }
            return try await loop.run { () async throws(HTTPClientError.Reason) -> HTTPClientResponse in
                try await exchange(request, with: peer, within: timeoutNanoseconds, retries: retries)
            }
        } catch {
            throw HTTPClientError(error, peer: peer.description)
        }
    }

    /// Closes the connections that are not in use; those in use close with their response. Later requests are refused
    /// as cancelled.
    package func close() async {
        await loop.run { () async -> Void in
            let pools = state.withValue { state in
                state.isClosed = true
                return Array(state.pools.values)
            }
            for pool in pools {
                for wire in pool.withValue({ $0.takeAllUnused() }) { wire.connection.close() }
            }
        }
    }

    // MARK: One request

    nonisolated(nonsending) private func exchange(
        _ request: HTTPRequest, with peer: Peer, within nanoseconds: Int64, retries: Bool
    ) async throws(HTTPClientError.Reason) -> HTTPClientResponse {
        let started = HTTPMoment.now(on: loop)
        let deadline = started.monotonic + nanoseconds
        let written = try serialize(request, for: peer)
        let pool = try pool(of: peer)
        try await takePlace(in: pool, deadline)
        defer { givePlace(in: pool) }

        var isRetried = false
        while true {
            let wire = try await wire(to: peer, from: pool, deadline, mustBeFresh: isRetried)
            let connected = HTTPMoment.now(on: loop)
            var exchange = HTTPClientExchange(on: wire.connection, limits, deadline: deadline, at: connected)
            do throws(HTTPClientError.Reason) {
                let answer = try await exchange.send(
                    written.head, written.content, method: request.method, at: connected)
                release(wire, to: pool, isReusable: answer.isReusable)
                return HTTPClientResponse(
                    response: answer.response, rawHead: answer.rawHead, connection: wire.number,
                    isReused: wire.isReused, isRetried: isRetried,
                    times: HTTPClientResponse.Times(
                        started: started, connected: connected, writeBegan: answer.writeBegan,
                        requestWritten: answer.requestWritten, firstByte: answer.firstByte, complete: answer.complete))
            } catch {
                wire.connection.close()
                guard retries, wire.isReused, case .closedEarly(0, _) = error else { throw error }
                isRetried = true
            }
        }
    }

    private func serialize(
        _ request: HTTPRequest, for peer: Peer
    ) throws(HTTPClientError.Reason) -> (head: [UInt8], content: [UInt8]) {
        var request = request
        if !request.headers.contains("Host") { request.headers.append("Host", peer.description) }
        do throws(HTTP1SerializationError) {
            return try HTTP1Serializer.pieces(of: request)
        } catch {
            throw .invalidRequest(error)
        }
    }

    // MARK: Connections

    private func pool(of peer: Peer) throws(HTTPClientError.Reason) -> Pool {
        let (known, isClosed) = state.withValue { ($0.pools[peer], $0.isClosed) }
        if isClosed { throw .cancelled }
        if let known { return known }
        let pool = Pool(HTTPClientPool(), on: loop)
        state.withValue { $0.pools[peer] = pool }
        return pool
    }

    /// Waits until one more connection may be in use.
    nonisolated(nonsending) private func takePlace(
        in pool: Pool, _ deadline: MonotonicInstant
    ) async throws(HTTPClientError.Reason) {
        let limit = limits.connectionsPerPeer
        if pool.withValue({ $0.takePlace(limit: limit) }) { return }
        var ticket = 0
        let outcome = await loop.wait(deadline: deadline) { wait in
            ticket = pool.withValue { $0.queue(wait) }
        }
        let hasTurn = pool.withValue { $0.leaveQueue(ticket) }
        guard outcome != .woken || !hasTurn else { return }
        if hasTurn { givePlace(in: pool) }
        throw outcome == .deadlineExceeded ? .timeout(.freeConnection) : .cancelled
    }

    private func givePlace(in pool: Pool) {
        if let next = pool.withValue({ $0.givePlace() }) { loop.wake(next) }
    }

    nonisolated(nonsending) private func wire(
        to peer: Peer, from pool: Pool, _ deadline: MonotonicInstant, mustBeFresh: Bool
    ) async throws(HTTPClientError.Reason) -> HTTPClientWire {
        let oldest = loop.now() + -limits.idleNanoseconds
        let (wire, expired) = pool.withValue { pool -> (HTTPClientWire?, [HTTPClientWire]) in
            // Where one unused connection was closed by the server, the others were too, or will be.
            mustBeFresh ? (nil, pool.takeAllUnused()) : pool.takeUnused(since: oldest)
        }
        for wire in expired { wire.connection.close() }
        if let wire { return wire }
        do throws(NetworkError) {
            let connection = try await TCPConnection.connect(
                host: peer.host, port: peer.port, on: loop, deadline: deadline)
            let number = state.withValue { state in
                state.connectionCount += 1
                return state.connectionCount
            }
            return HTTPClientWire(connection: connection, number: number)
        } catch {
            let isResolving = error.operation == .resolve
            switch error.cause {
            case .deadlineExceeded: throw .timeout(isResolving ? .resolve : .connect)
            case .cancelled, .closed: throw .cancelled
            case .system, .unresolved: throw isResolving ? .resolve(error) : .connect(error)
            }
        }
    }

    private func release(_ wire: HTTPClientWire, to pool: Pool, isReusable: Bool) {
        guard isReusable, state.withValue({ !$0.isClosed }) else { return wire.connection.close() }
        var wire = wire
        wire.isReused = true
        let now = loop.now()
        pool.withValue { $0.keep(wire, since: now) }
    }
}
