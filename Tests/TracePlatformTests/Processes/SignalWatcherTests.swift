import Testing
import TracePlatform

@Suite(.timeLimit(.minutes(1))) struct SignalWatcherTests {
    @Test func signalsAreHandedOverOneByOne() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
        let watcher = try SignalWatcher([.user1, .hangup]) { continuation.yield($0) }
        var signals = stream.makeAsyncIterator()
        for signal in [Signal.user1, .hangup, .user1] {
            watcher.simulate(signal)
            #expect(await signals.next() == signal)
        }
    }
}
