import TraceBytes
import TracePlatform

/// A client of HTTP/2 with prior knowledge (RFC 9113 section 3.3): one connection to one server, on which requests share,
/// opened when the first is sent and again when it has ended.
///
/// A request is sent once. It is sent again, once, only where the server has said that it did not look at it: with
/// REFUSED_STREAM, or on a fresh connection after a GOAWAY below its number (section 8.7). One more than the server allows
/// at once waits until another has its answer.
package final class HTTP2Client: Sendable {
    package let loop: EventLoop
    package let host: String
    package let port: UInt16
    private let limits: HTTP2Limits
    private let state: LoopBound<State>

    private struct State {
        var session: HTTP2ClientSession?
        var connectionCount = 0
        var isConnecting = false
        var waiters: [WaitID] = []
        var isClosed = false
    }

    /// - Parameter host: a name, an IPv4 address, or an IPv6 address without brackets.
    package init(to host: String, port: UInt16, on loop: EventLoop, limits: HTTP2Limits = HTTP2Limits()) {
        self.loop = loop
        self.host = host
        self.port = port
        self.limits = limits
        state = LoopBound(State(), on: loop)
    }

    package var peer: String { HTTPURL.authority(host: host, port: port) }

    /// Connections that were opened. Must run on the loop.
    package var connectionCount: Int { state.withValue { $0.connectionCount } }

    /// Sends a request and gives its answer, whatever its status. Must run on the loop.
    ///
    /// - Parameters:
    ///   - request: its field `host` becomes `:authority`; the name and port of the server when it has none.
    ///   - timeoutNanoseconds: for everything, connecting included.
    nonisolated(nonsending) package func send(
        _ request: HTTPRequest, timeoutNanoseconds: Int64 = 10_000_000_000
    ) async throws(HTTP2ClientError) -> HTTPResponse {
        let deadline = loop.now() + timeoutNanoseconds
        let fields = HTTP2RequestFields(request, authority: peer).fields
        var isRetried = false
        while true {
            do throws(HTTP2ClientError.Reason) {
                let session = try await openSession(deadline)
                return try await session.send(fields, request.body, deadline)
            } catch {
                guard !isRetried, error.saysNotLookedAt else { throw HTTP2ClientError(reason: error, peer: peer) }
                isRetried = true
            }
        }
    }

    /// Says goodbye and closes the connection. Later requests are refused as cancelled. Must run on the loop.
    package func close() {
        let session = state.withValue { state in
            state.isClosed = true
            return state.session
        }
        session?.close()
    }

    // MARK: The connection

    /// The connection that takes requests; a fresh one where there is none. One task connects, others wait for it.
    nonisolated(nonsending) private func openSession(
        _ deadline: MonotonicInstant
    ) async throws(HTTP2ClientError.Reason) -> HTTP2ClientSession {
        while true {
            let (isClosed, open, mustWait) = state.withValue { state in
                let open = state.session.flatMap { $0.takesRequests ? $0 : nil }
                defer { if open == nil, !state.isConnecting { state.isConnecting = true } }
                return (state.isClosed, open, open == nil && state.isConnecting)
            }
            if isClosed { throw .cancelled }
            if let open { return open }
            guard mustWait else { return try await connect(deadline) }
            let outcome = await loop.wait(deadline: deadline) { wait in state.withValue { $0.waiters.append(wait) } }
            switch outcome {
            case .woken: continue
            case .deadlineExceeded: throw .timeout
            case .cancelled, .closed: throw .cancelled
            }
        }
    }

    nonisolated(nonsending) private func connect(
        _ deadline: MonotonicInstant
    ) async throws(HTTP2ClientError.Reason) -> HTTP2ClientSession {
        defer {
            let waiters = state.withValue { state in
                defer { state.waiters = [] }
                state.isConnecting = false
                return state.waiters
            }
            for waiter in waiters { loop.wake(waiter) }
        }
        let connection: TCPConnection
        do throws(NetworkError) {
            connection = try await TCPConnection.connect(host: host, port: port, on: loop, deadline: deadline)
        } catch {
            switch error.cause {
            case .deadlineExceeded: throw .timeout
            case .cancelled, .closed: throw .cancelled
            case .system, .unresolved: throw error.operation == .resolve ? .resolve(error) : .connect(error)
            }
        }
        let session = HTTP2ClientSession(connection, limits: limits)
        let isClosed = state.withValue { state in
            state.session = session
            state.connectionCount += 1
            return state.isClosed
        }
        session.start()
        if isClosed {
            session.close()
            throw .cancelled
        }
        return session
    }
}

extension HTTP2ClientError.Reason {
    /// The server has not acted on the request, and will not (RFC 9113 section 8.7).
    package var saysNotLookedAt: Bool {
        switch self {
        case .reset(.refusedStream), .refused(.closing), .refused(.outOfNumbers): true
        default: false
        }
    }
}
