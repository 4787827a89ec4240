import Foundation
import Testing
import TracePlatform

@Suite(.timeLimit(.minutes(1))) struct DescriptorTests {
    /// The ends of a pipe: the reader's, the writer's.
    private func makePipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    @Test func aSlowReaderOfANonBlockingPipeGetsEverything() async throws {
        let (reading, writing) = try makePipe()
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let reader = FileHandle(fileDescriptor: reading, closeOnDealloc: true)
        let received = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: reader.readDataToEndOfFile()) }.start()
            Thread {
                let descriptor = Descriptor(owning: writing)  // closed at the end: the reader sees it
                let failure = bytes.withUnsafeBytes { descriptor.writeAll($0) }
                #expect(failure == 0)
            }.start()
        }
        #expect(received == Data(bytes))
    }

    @Test func aReaderThatHasGoneIsToldAsANumber() throws {
        Signal.ignoreBrokenPipes()
        let (reading, writing) = try makePipe()
        close(reading)
        let descriptor = Descriptor(owning: writing)
        #expect([1, 2, 3].withUnsafeBytes { descriptor.writeAll($0) } == EPIPE)
    }

    @Test func theOwnerClosesUnlessItGaveTheDescriptorAway() throws {
        let (reading, writing) = try makePipe()
        let released = Descriptor(owning: writing).release()
        #expect(released == writing && fcntl(released, F_GETFD) >= 0)
        do { _ = Descriptor(owning: released) }
        var byte: UInt8 = 0
        #expect(read(reading, &byte, 1) == 0, "the last writer is gone")
        close(reading)
    }
}
