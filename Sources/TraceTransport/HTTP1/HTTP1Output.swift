/// The bytes of a message in the making.
///
/// Memory of its own and not an array: a message has a dozen pieces, and an array asks before each whether it is shared.
struct HTTP1Output: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    private var count = 0

    init(capacity: Int) { memory = .allocate(byteCount: max(capacity, 64), alignment: 1) }

    deinit { memory.deallocate() }

    /// A copy of what was written.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(rebasing: memory[..<count])) }

    mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { write(UnsafeRawBufferPointer($0)) }
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    mutating func write(_ more: [UInt8]) {
        more.withUnsafeBytes { write($0) }
    }

    private mutating func write(_ more: UnsafeRawBufferPointer) {
        if memory.count - count < more.count { grow(by: more.count) }
        // Unsafe: there is room for so many behind `count`.
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: more)
        count += more.count
    }

    private mutating func grow(by size: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: memory.count + max(size, memory.count), alignment: 1)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }
}
