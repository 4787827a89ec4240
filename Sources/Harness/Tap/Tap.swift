import TracePlatform
import TraceTransport

/// A transparent recording proxy on one edge of a chain: every byte passes unchanged, and what crossed is written down.
///
/// Every connection of a caller gets one of its own to the callee, so that keep-alive, pipelining and half-closes mean
/// the same on both sides.
final class Tap: Sendable {
    let edge: Int
    let port: UInt16
    private let listener: TCPListener
    private let log: TapLog
    private let callee: Locked<SocketAddress?>

    /// Listens on a free port of the loopback interface; the callee is named later, when it is known.
    static func open(edge: Int, log: TapLog, on loop: EventLoop) async throws(NetworkError) -> Tap {
        Tap(edge: edge, log: log, listener: try await TCPListener.bind(on: loop))
    }

    private init(edge: Int, log: TapLog, listener: TCPListener) {
        self.edge = edge
        self.log = log
        self.listener = listener
        port = listener.port
        callee = Locked(nil)
    }

    func connect(to address: SocketAddress) { callee.withLock { $0 = address } }

    /// Takes connections until the task is cancelled or the tap is closed.
    func run() async {
        await withDiscardingTaskGroup { group in
            while let caller = try? await listener.accept() {
                group.addTask { await self.serve(caller) }
            }
            group.cancelAll()
        }
    }

    func close() { listener.close() }

    private func serve(_ caller: TCPConnection) async {
        let connection = TapRecord(edge: edge, log: log)
        guard let address = callee.withLock({ $0 }),
            let callee = try? await TCPConnection.connect(to: address, on: listener.loop)
        else {
            await refuse(caller, connection)
            return
        }
        await withTaskGroup { group in
            group.addTask { await Self.forwardCalls(from: caller, to: callee, connection) }
            group.addTask { await Self.forwardAnswers(from: callee, to: caller, connection) }
            await group.waitForAll()
        }
        connection.end(because: "the connection ended before the answer")
        caller.close()
        callee.close()
    }

    /// The caller sees a connection that breaks, as it would without a tap; its call is written down.
    private func refuse(_ caller: TCPConnection, _ connection: TapRecord) async {
        var buffer = ReadBuffer()
        if let count = try? await caller.read(into: &buffer), count > 0 { connection.readFromCaller(buffer.takeAll()) }
        connection.end(because: "the callee cannot be reached")
        caller.reset()
    }

    private static func forwardCalls(from caller: TCPConnection, to callee: TCPConnection, _ record: TapRecord) async {
        var buffer = ReadBuffer()
        while let count = try? await caller.read(into: &buffer), count > 0 {
            let bytes = buffer.takeAll()
            record.readFromCaller(bytes)
            guard !record.hasCalleeEnded else { return caller.close() }
            record.willWriteToCallee()
            guard (try? await callee.write(bytes)) != nil else { return caller.close() }
        }
        try? await callee.finishWriting()
    }

    private static func forwardAnswers(from callee: TCPConnection, to caller: TCPConnection, _ record: TapRecord) async
    {
        var buffer = ReadBuffer()
        while let count = try? await callee.read(into: &buffer), count > 0 {
            let bytes = buffer.takeAll()
            record.readFromCallee(bytes)
            record.willWriteToCaller()
            guard (try? await caller.write(bytes)) != nil else { return callee.close() }
        }
        record.calleeEnded()
        record.willWriteToCaller()
        // A callee that breaks before it was called: the call is on its way, and is still to be written down.
        guard record.hasCalls else { return }
        // The callee is done. What the caller had already sent is still read, so that its call is written down.
        try? await caller.finishWriting()
    }
}

/// The record of one connection, shared by its two directions.
private final class TapRecord: Sendable {
    private let edge: Int
    private let log: TapLog
    private let state: Locked<TapConnection>

    init(edge: Int, log: TapLog) {
        self.edge = edge
        self.log = log
        state = Locked(TapConnection(edge: edge))
    }

    func readFromCaller(_ bytes: [UInt8]) {
        let time = ClockStamp.now()
        state.withLock { $0.readFromCaller(bytes, at: time) { log.nextNumber(on: edge) } }
    }

    var hasCalls: Bool { state.withLock { $0.hasCalls } }

    var hasCalleeEnded: Bool { state.withLock { $0.hasCalleeEnded } }

    func willWriteToCallee() { state.withLock { $0.willWriteToCallee(at: .now()) } }

    func readFromCallee(_ bytes: [UInt8]) {
        let time = ClockStamp.now()
        state.withLock { $0.readFromCallee(bytes, at: time) }
    }

    func calleeEnded() { state.withLock { $0.calleeEnded(at: .now()) } }

    func willWriteToCaller() { log.append(state.withLock { $0.willWriteToCaller(at: .now()) }) }

    func end(because reason: String) { log.append(state.withLock { $0.abandon(because: reason) }) }
}
