import Testing
import TracePlatform
import TraceTransport

/// Real datagrams over loopback: every one is in the queue or in a count.
@Suite(.timeLimit(.minutes(1)))
struct UDPReceiverTests {
    @Test(arguments: [0, 1, 1_472, 4_600, 9_216, 65_000, 65_507])
    func aDatagramComesWholeWithItsSender(size: Int) async throws {
        try await withReceiver { receiver, inbox, loop in
            let sender = try await UDPSender.open(to: receiver.address, on: loop)
            try #require(size <= sender.maxDatagramBytes)
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try await sender.send(bytes)
            let datagram = try #require(await inbox.first(1).first)
            #expect(datagram.bytes == bytes)
            #expect(datagram.number == 0)
            #expect(!datagram.isTruncated)
            #expect(datagram.sender?.hostDescription == "127.0.0.1")
            #expect(datagram.wallNanoseconds > 1_700_000_000_000_000_000)
        }
    }

    @Test func datagramsOfOneSenderComeInOrder() async throws {
        try await withReceiver { receiver, inbox, loop in
            let sender = try await UDPSender.open(to: receiver.address, on: loop)
            for number in 0..<200 { try await sender.send([UInt8(number)]) }
            let datagrams = await inbox.first(200)
            #expect(datagrams.map(\.number) == Array(0..<200))
            #expect(datagrams.map(\.bytes) == (0..<200).map { [UInt8($0)] })
            #expect(Set(datagrams.map(\.sender)).count == 1)
            #expect(await receiver.counters == counters(received: 200, bytes: 200))
        }
    }

    /// The receiving loop is kept busy meanwhile, so that the kernel alone can hold what is sent.
    @Test func whatTheKernelDropsIsCountedExactly() async throws {
        try await withReceiver(receiveBuffer: 16 << 10) { receiver, inbox, loop in
            let sent = 200
            let own = try EventLoop.start(name: "sender")
            defer { own.shutdown() }
            let sender = try await UDPSender.open(to: receiver.address, on: own)
            await receiver.loop.run { () async -> Void in
                // Not one turn of the receiving loop while this runs on it.
                let isSent = Latch()
                Task(executorPreference: own) {
                    for _ in 0..<sent { try await sender.send([UInt8](repeating: 1, count: 1000)) }
                    isSent.open()
                }
                isSent.wait()
            }
            let counters = await receiver.stop()
            let dropped = try #require(counters.droppedByKernel)
            #expect(dropped > 0)
            #expect(counters.received > 0)
            #expect(counters.received + dropped == sent)
            #expect(counters.lost == dropped)
            #expect(await inbox.first(counters.received).count == counters.received)
        }
    }

    @Test func whatTheQueueRefusesIsCountedAndLeavesAGapInTheNumbers() async throws {
        try await withEventLoop { loop in
            let queue = DatagramQueue(capacityBytes: 25, capacityCount: 3) {}
            let receiver = try await UDPReceiver.open(into: queue, on: loop)
            let sender = try await UDPSender.open(to: receiver.address, on: loop)
            // 10 and 10 fit, then no further 10, but 5 do; then the number is reached.
            for size in [10, 10, 10, 5, 0] { try await sender.send([UInt8](repeating: 7, count: size)) }
            let counters = await receiver.stop()
            #expect(counters.received == 5)
            #expect(counters.refused == 2)
            #expect(counters.receivedBytes == 35)
            var batch = DatagramBatch()
            queue.take(returning: &batch)
            #expect(batch.byteCount == 25)
            #expect((0..<batch.count).map { batch.datagram(at: $0).number } == [0, 1, 3])
            queue.take(returning: &batch)
            #expect(batch.isEmpty)
        }
    }

    @Test func aStopTakesWhatHasArrived() async throws {
        try await withReceiver { receiver, inbox, loop in
            let own = try EventLoop.start(name: "sender")
            defer { own.shutdown() }
            let sender = try await UDPSender.open(to: receiver.address, on: own)
            for _ in 0..<50 { try await sender.send([1]) }
            // Loopback delivers within the call, so that all fifty are in the kernel's buffer or beyond.
            #expect(await receiver.stop().received == 50)
            #expect(await inbox.first(50).count == 50)
            await receiver.stop()
        }
    }

    @Test func theReceiveBufferIsReadBack() async throws {
        try await withReceiver(receiveBuffer: 64 << 10) { receiver, _, _ in
            // Linux doubles what it was asked for; no system gives less than it allows.
            #expect((64 << 10...128 << 10).contains(receiver.receiveBufferBytes))
        }
    }

    @Test func aPortInUseIsAnErrorWithItsAddress() async throws {
        try await withReceiver { receiver, _, loop in
            let error = await #expect(throws: NetworkError.self) {
                try await UDPReceiver.open(at: receiver.address, into: DatagramQueue {}, on: loop)
            }
            #expect(error?.description == "bind \(receiver.address): address already in use")
        }
    }

    private func counters(received: Int, bytes: Int) -> UDPReceiverCounters {
        var counters = UDPReceiverCounters()
        counters.received = received
        counters.receivedBytes = bytes
        counters.droppedByKernel = 0
        return counters
    }
}
