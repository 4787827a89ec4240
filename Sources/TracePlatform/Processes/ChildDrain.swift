#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The thread that reads a child's pipes.
///
/// It ends with the child, not with the pipes: a process that the child left behind may hold them open for ever.
enum ChildDrain {
    static func start(
        _ descriptors: ChildProcess.OutputDescriptors, _ life: ChildLife,
        _ handler: @escaping @Sendable (ChildStream, [UInt8]) -> Void,
        ended: @escaping @Sendable (ChildStatus) -> Void
    ) throws(ProcessError) {
        let subject = "process \(life.processID)"
        // Owned by number, since a closure cannot own a noncopyable value; the thread closes them.
        var bell: Int32 = -1
        var ringer: Int32 = -1
        do {
            var pipe = try Pipe(for: subject)
            bell = pipe.readEnd.take()?.release() ?? -1
            ringer = pipe.writeEnd.take()?.release() ?? -1
        } catch {
            closeAll(descriptors)
            throw error
        }
        let (bellNumber, ringerNumber) = (bell, ringer)
        do {
            try SystemThread.start(for: subject) {
                run(descriptors, bell: bellNumber, handler)
                // The bell rang because the child has ended: its status is there.
                if let status = life.status { ended(status) }
            }
        } catch {
            closeAll(descriptors)
            _ = close(bell)
            _ = close(ringer)
            throw error
        }
        life.whenEnded { _ in _ = close(ringerNumber) }
    }

    /// Reads until the bell rings, then what is left in the pipes.
    private static func run(
        _ descriptors: ChildProcess.OutputDescriptors, bell: Int32, _ handler: (ChildStream, [UInt8]) -> Void
    ) {
        // poll(2) passes over negative numbers: that is how a missing or ended stream is written.
        let wanted = Int16(POLLIN)
        var events = [bell, descriptors.output ?? -1, descriptors.error ?? -1].map {
            pollfd(fd: $0, events: wanted, revents: 0)
        }
        var childHasEnded = false
        while !childHasEnded {
            // A failure (EINTR, or no memory in the kernel for a moment) leaves nothing to read; the next call waits.
            guard waitForEvents(&events, events.count, -1) > 0 else { continue }
            childHasEnded = events[0].revents != 0
            for (index, stream) in [(1, ChildStream.output), (2, .error)]
            where childHasEnded || events[index].revents != 0 {
                read(&events[index], stream, toTheEnd: childHasEnded, handler)
            }
        }
        for event in events where event.fd >= 0 { _ = close(event.fd) }
    }

    /// What is read of a stream after its child's end: the largest pipe that a system gives unasked, so all that the
    /// child can have left. A process that outlives it and writes without pause must not keep the thread.
    private static let lastBytes = 1 << 20

    /// Reads one chunk, or all that there is; closes the descriptor at its end.
    private static func read(
        _ event: inout pollfd, _ stream: ChildStream, toTheEnd: Bool, _ handler: (ChildStream, [UInt8]) -> Void
    ) {
        var taken = 0
        while event.fd >= 0 {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                // `read` initialises the first `count` bytes of the buffer and never more than its size.
                (count, failure) = readSome(event.fd, UnsafeMutableRawBufferPointer(buffer))
            }
            if failure == EAGAIN { return }
            guard failure == 0, !bytes.isEmpty else {
                _ = close(event.fd)
                event.fd = -1
                return
            }
            handler(stream, bytes)
            taken += bytes.count
            if !toTheEnd || taken >= lastBytes { return }
        }
    }

    private static func closeAll(_ descriptors: ChildProcess.OutputDescriptors) {
        for descriptor in [descriptors.output, descriptors.error] {
            if let descriptor { _ = close(descriptor) }
        }
    }
}
