import TraceBytes
import TracePlatform
import TraceTransport

/// A server with its observer's reports as a stream, for the length of `body`.
func withHTTPServer(
    _ limits: HTTPServerLimits = HTTPServerLimits(), handler: @escaping HTTPServer.Handler,
    _ body: (HTTPServer, AsyncStream<HTTPServerIncident>) async throws -> Void
) async throws {
    try await withEventLoop { loop in
        let (incidents, reports) = AsyncStream<HTTPServerIncident>.makeStream()
        let server = try await HTTPServer.start(
            on: loop, limits: limits, observer: { reports.yield($0) }, handler: handler)
        try await body(server, incidents)
        await server.stop(withinNanoseconds: 0)
    }
}

extension HTTPServer {
    func connect() async throws(NetworkError) -> TCPConnection {
        try await TCPConnection.connect(to: address, on: loop)
    }
}

extension TCPConnection {
    func write(_ text: String) async throws(NetworkError) { try await write(Array(text.utf8)) }

    /// All that comes until the peer ends its stream.
    func readToEnd() async throws(NetworkError) -> String {
        var buffer = ReadBuffer()
        while try await read(into: &buffer) > 0 {}
        return String(decoding: buffer.takeAll(), as: UTF8.self)
    }

    /// What comes until it ends with `ending`, or the stream does.
    func read(until ending: String) async throws(NetworkError) -> String {
        var buffer = ReadBuffer()
        var text = ""
        while !text.hasSuffix(ending), try await read(into: &buffer) > 0 {
            text += String(decoding: buffer.takeAll(), as: UTF8.self)
        }
        return text
    }
}

/// A door that opens once, for tasks of one loop.
final class Gate: Sendable {
    private let loop: EventLoop
    private let state: LoopBound<(isOpen: Bool, waiting: [WaitID])>

    init(on loop: EventLoop) {
        self.loop = loop
        state = LoopBound((false, []), on: loop)
    }

    /// False when the wait ended otherwise, by cancellation for instance.
    @discardableResult
    func pass() async -> Bool {
        if state.withValue({ $0.isOpen }) { return true }
        return await loop.wait { id in state.withValue { $0.waiting.append(id) } } == .woken
    }

    func open() {
        let waiting = state.withValue { state in
            state.isOpen = true
            return state.waiting
        }
        for id in waiting { loop.wake(id) }
    }
}
