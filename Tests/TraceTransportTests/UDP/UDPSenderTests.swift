import Testing
import TracePlatform
import TraceTransport

@Suite(.timeLimit(.minutes(1)))
struct UDPSenderTests {
    @Test func oneByteMoreThanTheLimitIsAnErrorAndSendsNothing() async throws {
        try await withReceiver { receiver, _, loop in
            let sender = try await UDPSender.open(to: receiver.address, on: loop)
            let largest = sender.maxDatagramBytes
            #expect((DatagramLimit.smallest...DatagramLimit.largest).contains(largest))
            let error = await #expect(throws: NetworkError.self) {
                try await sender.send([UInt8](repeating: 0, count: largest + 1))
            }
            #expect(error?.isTooLarge == true)
            try await sender.send([UInt8](repeating: 0, count: largest))
            let counters = await receiver.stop()
            #expect(counters.received == 1)
            #expect(counters.receivedBytes == largest)
        }
    }

    /// The kernel tells of the first datagram's fate at the second call, which must not lose the second one.
    @Test func aRefusalSpeaksOfAnEarlierDatagramAndIsCounted() async throws {
        try await withEventLoop { loop in
            let gone = try await UDPReceiver.open(into: DatagramQueue {}, on: loop)
            let sender = try await UDPSender.open(to: gone.address, on: loop)
            await gone.stop()
            try await sender.send([1])
            let inbox = UDPInbox()
            let receiver = try await UDPReceiver.open(at: gone.address, into: inbox.makeQueue(), on: loop)
            try await sender.send([2])
            #expect(await inbox.first(1).map(\.bytes) == [[2]])
            #expect(await sender.refusalCount == 1)
            receiver.close()
        }
    }

    @Test func aClosedSenderSaysSo() async throws {
        try await withReceiver { receiver, _, loop in
            let sender = try await UDPSender.open(to: receiver.address, on: loop)
            sender.close()
            let error = await #expect(throws: NetworkError.self) { try await sender.send([1]) }
            #expect(error?.cause == .closed)
        }
    }
}

/// The search for the largest datagram, and the counter that begins anew, without a socket.
struct UDPValueTests {
    @Test(arguments: [1, 2, 9_216, 65_506, 65_507])
    func theLargestThatFitsIsFound(limit: Int) {
        var tried = 0
        let found = DatagramLimit.find(in: 1...65_507) { size in
            tried += 1
            return size <= limit
        }
        #expect(found == limit)
        #expect(tried <= 17)
    }

    @Test(
        arguments: [
            ([0, 3, 3, 10], 10),
            ([5, 3, 7], 7),
            ([UInt32.max - 1], 0),
            ([1 << 30, 1 << 31, 3 << 30, UInt32.max, 4], Int(UInt32.max) + 5),
        ] as [([UInt32], Int)])
    func aDropCountGoesOnWhereItsReadingsBeginAnew(readings: [UInt32], total: Int) {
        var count = DropCount()
        for reading in readings { count.read(reading) }
        #expect(count.total == total)
    }
}
