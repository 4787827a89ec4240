import TracePlatform

/// Received bytes that wait to be parsed: filled at the end, consumed at the front, in memory that is reused.
package struct ReadBuffer: ~Copyable {
    private var storage: [UInt8]
    private var start = 0
    private var end = 0

    /// - Parameter capacity: bytes before it has to grow; also about as many as one read takes.
    package init(capacity: Int = 16 * 1024) {
        storage = Array(repeating: 0, count: max(capacity, 64))
    }

    package var count: Int { end - start }
    package var isEmpty: Bool { start == end }

    /// The bytes not consumed yet.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get { storage.span.bytes.extracting(start..<end) }
    }

    /// Drops bytes at the front, at most all.
    package mutating func consume(_ count: Int) {
        start += min(max(count, 0), end - start)
        if start == end {
            start = 0
            end = 0
        }
    }

    /// Takes all bytes out.
    package mutating func takeAll() -> [UInt8] {
        defer { consume(count) }
        return Array(storage[start..<end])
    }

    /// Reads once from a socket, into the free space behind what is there. Returns what happened and how much was
    /// asked for.
    mutating func fill(from socket: Socket) throws(NetworkError) -> (progress: Socket.Progress, asked: Int) {
        makeRoom()
        let free = end..<storage.count
        let result = storage.withUnsafeMutableBytes { bytes in
            Result { () throws(NetworkError) in
                try socket.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[free]))
            }
        }
        let progress = try result.get()
        if case .bytes(let count) = progress { end += count }
        return (progress, free.count)
    }

    /// At least a quarter of the storage is free afterwards. Moving and growing cost constant time per byte received.
    private mutating func makeRoom() {
        guard storage.count - end < storage.count / 4 else { return }
        if start >= storage.count / 2 {
            storage.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
            end -= start
            start = 0
        } else {
            storage += Array(repeating: 0, count: storage.count)
        }
    }
}
