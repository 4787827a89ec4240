import TraceBytes
import TracePlatform

/// One connection of a server, from its first byte to its end, or to the end of the preface of HTTP/2, where
/// `HTTP2ServerSession` takes over.
///
/// ```
///         ┌───────────────────────────────────────────────────────────────┐
///         ▼                                                               │ kept
///       idle ──first byte──▶ head ──▶ body ──▶ handler ──▶ writing ──────┤
///         │                    │       │                                  │ not kept
///         │ end, idle timeout  └───────┴── refused: 4xx, 5xx ──▶ lingering ◄
///         ▼                                                        │
///      closed ◄────────────────────────────────────────────────────┘
/// ```
struct HTTP1ServerSession: ~Copyable {
    let server: HTTPServer
    let connection: TCPConnection
    let number: Int
    var parser: HTTP1RequestParser
    var buffer = ReadBuffer()
    var requestCount = 0
    private var lastRead: HTTPMoment
    /// The request that was counted last is in work; else the next one is awaited.
    var isAnswering = false
    var hasPeerEnded = false
    /// Of the request in work.
    var head: HTTP1MessageHead<HTTPRequestHead>?
    var body: [UInt8] = []
    /// What its content has taken of the server's budget.
    private var reserved = 0
    private var version = Version.unknown

    /// Before the first bytes have told, they wait in the buffer.
    private enum Version { case unknown, http1, http2 }

    /// Why a session ends before its peer or an answer ends it.
    enum Fault: Error {
        case incident(HTTPServerIncident.Kind)
        /// Closed by this side while nothing was in flight.
        case closed
        /// The preface of HTTP/2 has come, and stands in the buffer.
        case http2
    }

    init(_ connection: TCPConnection, number: Int, of server: HTTPServer) {
        self.server = server
        self.connection = connection
        self.number = number
        parser = HTTP1RequestParser(limits: server.limits.message)
        lastRead = .now(on: server.loop)
        if server.http2 == nil { version = .http1 }
    }

    var loop: EventLoop { server.loop }
    var limits: HTTPServerLimits { server.limits }

    nonisolated(nonsending) mutating func run() async {
        await serve()
        release()
    }

    nonisolated(nonsending) private mutating func serve() async {
        do throws(Fault) {
            while let request = try await readRequest() {
                count { $0.requests += 1 }
                isAnswering = true
                let response: HTTPResponse
                if let atOnce = server.immediately(request) {
                    response = atOnce
                } else {
                    response = await server.handler(request)
                }
                release()
                guard try await answer(request.request.head, with: response) else { return }
                isAnswering = false
            }
        } catch {
            if case .incident(let kind) = error { await end(kind) }
        }
    }

    // MARK: Reading

    /// The next request; nil when the peer ended the stream before it, or the server stops.
    nonisolated(nonsending) private mutating func readRequest() async throws(Fault) -> HTTPServerRequest? {
        head = nil
        body = []
        var firstByte: HTTPMoment? = isBetweenRequests ? nil : lastRead
        var deadlines = HTTP1ServerDeadlines(idleSince: loop.now(), limits)
        // Bytes that came early have waited for the answer before them, not for their peer.
        if firstByte != nil { deadlines.begin(loop.now()) }
        while true {
            switch try nextEvent() {
            case .head(let message):
                head = message
                deadlines.beginBody(loop.now())
                if case .length(let length) = message.framing { body.reserveCapacity(min(length, 1 << 20)) }
                // RFC 9110 section 10.1.1: not when content has come already.
                if message.expectsContinue, parser.unreadCount == 0 { try await write(HTTP1Serializer.continueBytes) }
            case .body(let bytes):
                try reserve(bytes.count)
                body.append(contentsOf: bytes)
            case .end(let trailers):
                guard let head else { return nil }
                requestCount += 1
                return HTTPServerRequest(
                    request: HTTPRequest(head.head, body: body, trailers: trailers), rawHead: head.raw,
                    connection: number, number: requestCount, peer: connection.peerAddress,
                    firstByte: firstByte ?? lastRead, complete: lastRead)
            case nil:
                if hasPeerEnded { return nil }
                try await read(&deadlines)
                if firstByte == nil, !isBetweenRequests {
                    firstByte = lastRead
                    deadlines.begin(lastRead.monotonic)
                }
            }
        }
    }

    /// Takes room for more content out of the server's budget.
    private mutating func reserve(_ count: Int) throws(Fault) {
        guard let budget = server.budget else { return }
        // Neither overflows: both are lengths of arrays in memory.
        let needed = max(body.count + count - HTTPBodyBudget.freeBytesPerRequest, 0) - reserved
        guard needed > 0 else { return }
        guard budget.reserve(needed) else { throw .incident(.overloaded) }
        reserved += needed
    }

    private mutating func release() {
        server.budget?.release(reserved)
        reserved = 0
    }

    private mutating func nextEvent() throws(Fault) -> HTTP1RequestEvent? {
        do throws(HTTP1ParseError) {
            return try parser.next()
        } catch {
            throw .incident(.malformed(error))
        }
    }

    nonisolated(nonsending) private mutating func read(_ deadlines: inout HTTP1ServerDeadlines) async throws(Fault) {
        let isIdle = isBetweenRequests
        let mustEnd = isIdle && !setIdle(true)
        // A server that stops still takes what has arrived: a deadline strikes only where a call has to wait.
        let (deadline, timeout) = mustEnd ? (loop.now(), .idle) : deadlines.next(loop.now())
        do throws(NetworkError) {
            let count = try await connection.readOnLoop(into: &buffer, deadline: deadline)
            lastRead = .now(on: loop)
            if count == 0 {
                hasPeerEnded = true
                parser.receive(consuming: &buffer)
                parser.receiveEnd()
            } else {
                if version == .unknown { version = Self.version(of: buffer.bytes) }
                if version == .http1 { parser.receive(consuming: &buffer) }
            }
            if isIdle { setIdle(false) }
        } catch {
            switch error.cause {
            case .deadlineExceeded where !mustEnd: throw .incident(.timedOut(timeout))
            case _ where isIdle: throw .closed
            default: throw .incident(.broken(error))
            }
        }
        if version == .http2 { throw .http2 }
    }

    /// Nothing of a request has come, nor of a preface.
    private var isBetweenRequests: Bool { parser.isBetweenRequests && (version != .unknown || buffer.isEmpty) }

    /// A method `PRI` is no one's; which version it is shows at the first byte that differs from the preface.
    private static func version(of bytes: RawSpan) -> Version {
        let preface = HTTP2Connection.preface
        if bytes.begins(with: preface, at: 0) { return .http2 }
        let isPart = bytes.byteCount < preface.utf8CodeUnitCount && HTTP2Connection.prefaceBegins(with: bytes)
        return isPart ? .unknown : .http1
    }

    /// What came while it was open which version it is; three bytes of it tell of HTTP/2. Nil where that is decided.
    var undecidedBytes: [UInt8]? {
        guard version == .unknown else { return nil }
        return buffer.isEmpty ? Array(parser.unfinishedBytes) : buffer.bytes.copied()
    }

    /// What a successor of HTTP/2 begins with: what was read, from the preface on. Nil where none came.
    mutating func takePreface() -> ReadBuffer? {
        guard version == .http2 else { return nil }
        var taken = ReadBuffer()
        swap(&taken, &buffer)
        return taken
    }

    /// Says whether the connection may be closed without loss; false when the server stops.
    @discardableResult
    func setIdle(_ isIdle: Bool) -> Bool {
        server.state.withValue { state in
            state.connections[number]?.isIdle = isIdle
            return !state.isStopping
        }
    }
}
