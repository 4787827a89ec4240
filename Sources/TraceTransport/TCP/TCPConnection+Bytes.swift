import TracePlatform

extension TCPConnection {
    /// Reads what has arrived, at least one byte, to the end of `buffer`.
    ///
    /// - Returns: the number of bytes; zero at the end of the peer's stream.
    package func read(
        into buffer: inout ReadBuffer, deadline: MonotonicInstant? = nil
    ) async throws(NetworkError) -> Int {
        guard loop.isCurrent else {
            return try await withTaskExecutorPreference(loop) { () async throws(NetworkError) -> Int in
                try await read(into: &buffer, deadline: deadline)
            }
        }
        return try await readOnLoop(into: &buffer, deadline: deadline)
    }

    /// ``read(into:deadline:)`` for tasks on the loop, which stay on their executor and do not look for it: that
    /// was 7 % of the instructions of a hop's call.
    nonisolated(nonsending) func readOnLoop(
        into buffer: inout ReadBuffer, deadline: MonotonicInstant?
    ) async throws(NetworkError) -> Int {
        while true {
            if !channel.mayTry(.read) { try await channel.wait(for: .read, deadline: deadline) }
            guard channel.isOpen else { throw NetworkError(.read, .closed) }
            switch try buffer.fill(from: socket) {
            case (.bytes(let count), let asked):
                if count > 0, count < asked { channel.markReadShort() }
                return count
            case (.wouldBlock, _):
                channel.markBlocked(.read)
            }
        }
    }

    /// Reads what has arrived without waiting: nil when nothing has, or it is time to let others have a turn; zero at the end
    /// of the stream. Must run on the loop.
    func tryRead(into buffer: inout ReadBuffer) throws(NetworkError) -> Int? {
        guard channel.mayTry(.read) else { return nil }
        switch try buffer.fill(from: socket) {
        case (.bytes(let count), let asked):
            if count > 0, count < asked { channel.markReadShort() }
            return count
        case (.wouldBlock, _):
            channel.markBlocked(.read)
            return nil
        }
    }

    /// Writes what the system takes without waiting; says how much that was. Must run on the loop.
    func tryWrite(_ bytes: [UInt8]) throws(NetworkError) -> Int {
        var written = 0
        while written < bytes.count, channel.mayTry(.write) {
            switch try socket.write(bytes.span.bytes.extracting(droppingFirst: written)) {
            case .bytes(let more): written += more
            case .wouldBlock: channel.markBlocked(.write)
            }
        }
        return written
    }

    /// Writes all bytes, waiting for the peer to take them where necessary.
    package func write(_ bytes: [UInt8], deadline: MonotonicInstant? = nil) async throws(NetworkError) {
        try await writeAll(bytes.count, deadline) { (socket, written) throws(NetworkError) in
            try socket.write(bytes.span.bytes.extracting(droppingFirst: written))
        }
    }

    /// Writes all pieces in order, together where possible: a head and a body leave in one packet, without being copied
    /// into one array.
    package func write(_ pieces: [[UInt8]], deadline: MonotonicInstant? = nil) async throws(NetworkError) {
        let count = pieces.reduce(0) { $0 + $1.count }
        try await writeAll(count, deadline) { (socket, written) throws(NetworkError) in
            try socket.write(pieces, skipping: written)
        }
    }

    /// Writes all that is in `buffer`, and empties it: what a proxy does with what it has read.
    package func write(
        consuming buffer: inout ReadBuffer, deadline: MonotonicInstant? = nil
    ) async throws(NetworkError) {
        try await writeAll(buffer.count, deadline) { (socket, written) throws(NetworkError) in
            try socket.write(buffer.bytes.extracting(droppingFirst: written))
        }
        buffer.consume(buffer.count)
    }

    /// Writes a head and maybe its content together, for tasks on the loop; see ``readOnLoop(into:deadline:)``.
    nonisolated(nonsending) func writeOnLoop(
        _ head: [UInt8], _ content: [UInt8] = [], deadline: MonotonicInstant?
    ) async throws(NetworkError) {
        let pieces = content.isEmpty ? [] : [head, content]
        try await writeAllOnLoop(head.count + content.count, deadline) { (socket, written) throws(NetworkError) in
            pieces.isEmpty
                ? try socket.write(head.span.bytes.extracting(droppingFirst: written))
                : try socket.write(pieces, skipping: written)
        }
    }

    /// - Parameter next: offers what comes after the first so many bytes to the socket.
    private func writeAll(
        _ count: Int, _ deadline: MonotonicInstant?, _ next: (Socket, Int) throws(NetworkError) -> Socket.Progress
    ) async throws(NetworkError) {
        guard loop.isCurrent else {
            return try await withTaskExecutorPreference(loop) { () async throws(NetworkError) in
                try await writeAll(count, deadline, next)
            }
        }
        try await writeAllOnLoop(count, deadline, next)
    }

    nonisolated(nonsending) private func writeAllOnLoop(
        _ count: Int, _ deadline: MonotonicInstant?, _ next: (Socket, Int) throws(NetworkError) -> Socket.Progress
    ) async throws(NetworkError) {
        var written = 0
        while written < count {
            if !channel.mayTry(.write) { try await channel.wait(for: .write, deadline: deadline) }
            guard channel.isOpen else { throw NetworkError(.write, .closed) }
            switch try next(socket, written) {
            case .bytes(let more): written += more
            case .wouldBlock: channel.markBlocked(.write)
            }
        }
    }
}
