/// The content that an inflation has produced so far, which is also the window that copies reach back into.
///
/// It grows as content comes, to at most twice of what is there, and never for what a header claims. Growth stops at the
/// limits of size and of inflation.
struct InflateOutput {
    /// The content, and zeros behind it as room for more.
    var storage: [UInt8]
    /// Bytes of content.
    var count = 0
    /// Copies do not reach behind this offset: the content of an earlier member of a gzip file is no window.
    private(set) var windowStart = 0
    private let limit: Int
    private let limitExceeded: ReadError.Reason

    /// The longest copy (258 bytes), and the seven by which a copy in words of eight may write beyond its end.
    static let slack = 258 + 7

    /// - Parameter inputCount: bytes of the compressed input.
    init(inputCount: Int, limits: DecodingLimits) {
        let (product, overflowed) = inputCount.multipliedReportingOverflow(by: max(limits.inflation, 1))
        let inflated = overflowed ? Int.max : max(product, DecodingLimits.inflationAllowance)
        let payload = max(limits.payloadBytes, 0)
        limit = min(inflated, payload)
        limitExceeded =
            payload <= inflated
            ? .limitExceeded("inflated size", limit: payload)
            : .limitExceeded("inflation", limit: limits.inflation)
        // Four times the input is what batches of spans mostly become. The product of a count in memory cannot overflow.
        let expected = min(inputCount * 4, limit)
        storage = Array(repeating: 0, count: expected + Self.slack)
    }

    /// The content, the room for more cut off.
    consuming func finish() -> [UInt8] {
        storage.removeLast(storage.count - count)
        return storage
    }

    /// Starts a stream of its own behind what is there.
    mutating func beginStream() { windowStart = count }

    /// Content that the current stream made.
    func withStream<Result>(_ body: (RawSpan) -> Result) -> Result {
        body(storage.span.bytes.extracting(windowStart..<count))
    }

    /// Makes room for the ``slack``, and so for the longest copy.
    ///
    /// - Throws: when more content than the limit is there; `offset` is where the input stands.
    mutating func makeRoom(at offset: Int) throws(ReadError) {
        try requireWithinLimit(at: offset)
        // At most the limit plus the slack is ever asked for, which is far below the largest count of an array.
        if storage.count - count < Self.slack { grow(to: min(count * 2, limit) + 2 * Self.slack) }
    }

    func requireWithinLimit(at offset: Int) throws(ReadError) {
        if count > limit { throw ReadError(limitExceeded, at: offset) }
    }

    /// Adds bytes as they are.
    mutating func append(_ bytes: RawSpan, at offset: Int) throws(ReadError) {
        guard bytes.byteCount <= limit - count else { throw ReadError(limitExceeded, at: offset) }
        if storage.count - count < bytes.byteCount { grow(to: min(max(count * 2, count + bytes.byteCount), limit)) }
        let start = count
        let end = count + bytes.byteCount
        // Unsafe: neither buffer leaves its closure, and the room for `end` was made above.
        unsafe bytes.withUnsafeBytes { source in
            unsafe storage.withUnsafeMutableBytes { target in
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[start..<end]).copyMemory(from: source)
            }
        }
        count = end
    }

    private mutating func grow(to size: Int) {
        guard size > storage.count else { return }
        var larger: [UInt8] = []
        larger.reserveCapacity(size)
        larger.append(contentsOf: storage[..<count])
        larger.append(contentsOf: repeatElement(0, count: size - count))
        storage = larger
    }
}
