import Foundation
import TracePlatform
import TraceTransport

/// Takes datagrams out of a queue as they come, and lets a test wait for so many.
final class UDPInbox: Sendable {
    private let numbers: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let queue = Locked<DatagramQueue?>(nil)
    private let taken = Locked<[Datagram]>([])

    init() { (numbers, arrival) = AsyncStream.makeStream(of: Void.self) }

    func makeQueue() -> DatagramQueue {
        let made = DatagramQueue { [arrival] in arrival.yield() }
        queue.withLock { $0 = made }
        return made
    }

    /// Waits until so many have come, and gives them.
    func first(_ count: Int) async -> [Datagram] {
        takeAll()
        if taken.withLock({ $0.count }) >= count { return taken.withLock { Array($0.prefix(count)) } }
        for await _ in numbers {
            takeAll()
            if taken.withLock({ $0.count }) >= count { break }
        }
        return taken.withLock { Array($0.prefix(count)) }
    }

    private func takeAll() {
        var batch = DatagramBatch()
        queue.withLock { $0 }?.take(returning: &batch)
        let datagrams = (0..<batch.count).map { batch.datagram(at: $0) }
        taken.withLock { $0 += datagrams }
    }
}

/// Runs a receiver on a loop of its own for the length of `body`.
func withReceiver(
    receiveBuffer: Int = 4 << 20, _ body: (UDPReceiver, UDPInbox, EventLoop) async throws -> Void
) async throws {
    try await withEventLoop(name: "datagrams") { loop in
        let inbox = UDPInbox()
        let receiver = try await UDPReceiver.open(into: inbox.makeQueue(), on: loop, receiveBuffer: receiveBuffer)
        try await body(receiver, inbox, loop)
        receiver.close()
    }
}

/// Holds a thread until another one opens it.
struct Latch: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func open() { semaphore.signal() }
    func wait() { semaphore.wait() }
}
