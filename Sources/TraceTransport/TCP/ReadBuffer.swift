import TracePlatform

/// Received bytes that wait to be parsed: filled at the end, consumed at the front, in memory that is reused.
package struct ReadBuffer: ~Copyable {
    /// Not initialised behind `end`: a client has a buffer for each request, and 16 KiB of zeros took it 4,000
    /// instructions.
    private var storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    /// - Parameter capacity: bytes before it has to grow; also about as many as one read takes.
    package init(capacity: Int = 16 * 1024) {
        storage = .allocate(byteCount: max(capacity, 64), alignment: 1)
    }

    deinit { storage.deallocate() }

    package var count: Int { end - start }
    package var isEmpty: Bool { start == end }

    /// The bytes not consumed yet.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // Unsafe: these bytes are initialised, and live as long as the buffer, which cannot change while it is
            // borrowed.
            let bytes = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
            return _overrideLifetime(bytes, borrowing: self)
        }
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
        let progress = try socket.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[free]))
        if case .bytes(let count) = progress { end += count }
        return (progress, free.count)
    }

    /// At least a quarter of the storage is free afterwards. Moving and growing cost constant time per byte received.
    private mutating func makeRoom() {
        guard storage.count - end < storage.count / 4 else { return }
        if start >= storage.count / 2 {
            storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: storage.count * 2, alignment: 1)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
            storage.deallocate()
            storage = larger
        }
        end -= start
        start = 0
    }
}
