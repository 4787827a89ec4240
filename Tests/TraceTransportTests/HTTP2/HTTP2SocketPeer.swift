import TraceBytes
import TracePlatform

@testable import TraceTransport

/// The other side of a real connection: sends octets written by hand, and reads frames.
final class HTTP2SocketPeer: Sendable {
    let connection: TCPConnection
    private let state: Locked<State>

    private struct State {
        var unread: [UInt8] = []
        var decoder = HPACKDecoder()
    }

    init(_ connection: TCPConnection) {
        self.connection = connection
        state = Locked(State())
    }

    func send(_ octets: [UInt8]...) async throws { try await connection.write(octets.flatMap { $0 }) }

    /// Both prefaces and their acknowledgments.
    func greet(_ settings: [(UInt16, UInt32)] = [], acknowledges: Bool = true) async throws {
        try await send(HTTP2Bytes.preface, HTTP2Bytes.settings(settings))
        while try await frame() != HTTP2WrittenFrame(4, flags: 1) {}
        if acknowledges { try await send(HTTP2Bytes.settingsAck) }
        try await meet()
    }

    /// The same as a server: reads the preface of the client, and greets.
    func welcome(_ settings: [(UInt16, UInt32)] = []) async throws {
        var buffer = ReadBuffer()
        while state.withLock({ $0.unread.count < HTTP2Bytes.preface.count }) {
            guard try await connection.read(into: &buffer) > 0 else {
                throw NetworkError(.read, .closed, at: "inside a preface")
            }
            let octets = buffer.takeAll()
            state.withLock { $0.unread += octets }
        }
        let preface = state.withLock { state in
            defer { state.unread.removeFirst(HTTP2Bytes.preface.count) }
            return Array(state.unread.prefix(HTTP2Bytes.preface.count))
        }
        guard preface == HTTP2Bytes.preface else { throw NetworkError(.read, .closed, at: "no preface") }
        try await send(HTTP2Bytes.settings(settings), HTTP2Bytes.settingsAck)
    }

    /// The next frame that is HEADERS or RST_STREAM, GOAWAY or the end.
    func steeringFrame() async throws -> HTTP2WrittenFrame? {
        while let frame = try await frame() {
            if [1, 3, 7].contains(frame.type) { return frame }
        }
        return nil
    }

    /// The next frame; nil at the end of the stream.
    func frame() async throws -> HTTP2WrittenFrame? {
        var buffer = ReadBuffer()
        while true {
            if let frame = takeFrame() { return frame }
            guard try await connection.read(into: &buffer) > 0 else { return nil }
            let octets = buffer.takeAll()
            state.withLock { $0.unread += octets }
        }
    }

    private func takeFrame() -> HTTP2WrittenFrame? {
        state.withLock { state in
            guard state.unread.count >= 9 else { return nil }
            let length = Int(state.unread[0]) << 16 | Int(state.unread[1]) << 8 | Int(state.unread[2])
            guard state.unread.count >= 9 + length else { return nil }
            defer { state.unread.removeFirst(9 + length) }
            return HTTP2WrittenFrame.all(in: Array(state.unread.prefix(9 + length))).first
        }
    }

    /// All frames until the other side ends its stream.
    func framesToEnd() async throws -> [HTTP2WrittenFrame] {
        var frames: [HTTP2WrittenFrame] = []
        while let frame = try await frame() { frames.append(frame) }
        return frames
    }

    /// A PING and its answer: what was sent before has been looked at, and the frames that came meanwhile.
    @discardableResult
    func meet() async throws -> [HTTP2WrittenFrame] {
        try await send(HTTP2Bytes.ping(Array("together".utf8)))
        var frames: [HTTP2WrittenFrame] = []
        while let frame = try await frame() {
            if frame == HTTP2WrittenFrame(6, flags: 1, Array("together".utf8)) { return frames }
            frames.append(frame)
        }
        throw NetworkError(.read, .closed, at: "before the answer to a PING")
    }

    /// The answer on a stream, whole; frames of others are dropped.
    func answer(on stream: UInt32) async throws -> Answer {
        var answer = Answer()
        while let frame = try await frame() {
            guard frame.stream == stream else { continue }
            switch frame.type {
            case 0: answer.body += frame.payload
            case 1: answer.fields.append(try fields(frame.payload))
            case 3: return answer
            default: continue
            }
            if frame.flags & HTTP2Bytes.endStream != 0 { return answer }
        }
        throw NetworkError(.read, .closed, at: "before an answer was whole")
    }

    /// Decodes a header block. All of a connection have to be.
    func fields(_ block: [UInt8]) throws -> HeaderFields {
        try state.withLock { state in
            var fields = HeaderFields()
            _ = try state.decoder.decode(block.span.bytes, into: &fields)
            return fields
        }
    }

    struct Answer {
        /// Of HEADERS, and of trailers behind them.
        var fields: [HeaderFields] = []
        var body: [UInt8] = []

        var status: String? { fields.first?.text(":status") }
        var text: String { String(decoding: body, as: UTF8.self) }
    }
}

extension HTTPServer {
    func peer() async throws -> HTTP2SocketPeer { HTTP2SocketPeer(try await connect()) }

    /// A connection on which both sides have greeted.
    func greetedPeer(_ settings: [(UInt16, UInt32)] = []) async throws -> HTTP2SocketPeer {
        let peer = try await peer()
        try await peer.greet(settings)
        return peer
    }
}

/// A server of both versions, with its observer's reports as a stream, for the length of `body`, on a clock that stands still
/// where one is given.
func withHTTP2Server(
    _ limits: HTTPServerLimits = HTTPServerLimits(), _ http2: HTTP2Limits = HTTP2Limits(), clock: ManualClock? = nil,
    budget: Int? = nil, immediately: @escaping HTTPServer.Immediately = { _ in nil },
    handler: @escaping HTTPServer.Handler = { _ in .text("late") },
    _ body: (HTTPServer, AsyncStream<HTTPServerIncident>) async throws -> Void
) async throws {
    try await withEventLoop(clock: clock.map { .manual($0) } ?? .monotonic) { loop in
        let (incidents, reports) = AsyncStream<HTTPServerIncident>.makeStream()
        let server = try await HTTPServer.start(
            on: loop, limits: limits, http2: http2, budget: budget.map { HTTPBodyBudget(limit: $0, on: loop) },
            observer: { reports.yield($0) }, immediately: immediately, handler: handler)
        do {
            try await body(server, incidents)
        } catch {
            await server.abort()
            throw error
        }
        await server.abort()
    }
}

extension EventLoop {
    /// One turn of the poller, and one of the tasks: what has arrived is read by whoever waits for it.
    func turn() async throws {
        try await nextTurn()
        await yield()
    }
}
