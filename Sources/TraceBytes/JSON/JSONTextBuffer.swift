/// The bytes of a JSON text that grows at its end, in pieces: room is made once for a piece, not for each of its bytes.
///
/// Memory of its own and not an array: a piece then costs a comparison and its stores, where an array asks before each
/// whether it is shared (a quarter of the time that a batch of spans took).
struct JSONTextBuffer: ~Copyable {
    /// `capacity` bytes, of which the first `count` are written.
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        unsafe memory = .allocate(byteCount: self.capacity, alignment: 1)
    }

    deinit { unsafe memory.deallocate() }

    /// A copy of what was written.
    var bytes: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: memory, count: count)) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        // Unsafe: room for one byte.
        unsafe room(for: 1).storeBytes(of: byte, as: UInt8.self)
        count += 1
    }

    mutating func append(contentsOf piece: some Collection<UInt8>) {
        let size = piece.count
        // Unsafe: the room is as long as the piece says that it is; what a wrong count leaves over is not written.
        let room = unsafe UnsafeMutableRawBufferPointer(start: room(for: size), count: size)
        count += unsafe room.initializeMemory(as: UInt8.self, from: piece).initialized.count
    }

    /// Adds a string in quotes. Escaped is what must be (RFC 8259 section 7): `"`, `\` and the characters below U+0020,
    /// with the short forms where there are some; everything else is written as UTF-8.
    @inline(__always)
    mutating func append(quoted string: String) {
        let isWritten: Void? = string.utf8.withContiguousStorageIfAvailable { append(quoted: $0) }
        if isWritten == nil {
            var string = string
            string.withUTF8 { append(quoted: $0) }
        }
    }

    private mutating func append(quoted utf8: UnsafeBufferPointer<UInt8>) {
        let plain = utf8.span.bytes.endOfUnescaped(from: 0)
        // Unsafe: two more than the bytes are there, of which `plain` is not more than all.
        let room = unsafe room(for: utf8.count + 2)
        unsafe room.storeBytes(of: 0x22, as: UInt8.self)
        if let source = utf8.baseAddress { unsafe (room + 1).copyMemory(from: source, byteCount: plain) }
        count += plain + 1
        guard plain == utf8.count else { return appendEscaped(utf8.span.bytes, from: plain) }
        unsafe room.storeBytes(of: 0x22, toByteOffset: plain + 1, as: UInt8.self)
        count += 1
    }

    /// Adds a name without anything to escape, in quotes.
    @inline(__always)
    mutating func append(quotedAsItIs name: StaticString) {
        let size = name.utf8CodeUnitCount
        // Unsafe: two more than the bytes are there, which live as long as the program.
        let room = unsafe room(for: size + 2)
        unsafe room.storeBytes(of: 0x22, as: UInt8.self)
        unsafe (room + 1).copyMemory(from: name.utf8Start, byteCount: size)
        unsafe room.storeBytes(of: 0x22, toByteOffset: size + 1, as: UInt8.self)
        count += size + 2
    }

    /// Adds the rest of a string, the first byte of which wants an escape, and its closing quote.
    private mutating func appendEscaped(_ text: RawSpan, from place: Int) {
        var start = place
        while let byte = text.byte(at: start) {
            append(0x5c)
            switch byte {
            case 0x08: append(0x62)
            case 0x09: append(0x74)
            case 0x0a: append(0x6e)
            case 0x0c: append(0x66)
            case 0x0d: append(0x72)
            case 0..<0x20:
                append(contentsOf: "u00".utf8)
                append(hexDigit(byte >> 4))
                append(hexDigit(byte & 15))
            default: append(byte)
            }
            let end = text.endOfUnescaped(from: start + 1)
            // Unsafe: the buffer does not leave the closure.
            unsafe text.clamped(to: start + 1..<end).withUnsafeBytes { unsafe append(contentsOf: $0) }
            start = end
        }
        append(0x22)
    }

    /// Adds decimal digits, behind a minus sign when the number is negative.
    mutating func append(decimal number: Int64) {
        let magnitude = number.magnitude
        let isNegative = number < 0
        // Unsafe: the room is as long as the digits with their sign, which are written from the last on.
        let length = decimalDigits(magnitude) + (isNegative ? 1 : 0)
        let room = unsafe room(for: length)
        var place = length
        var rest = magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            place -= 1
            unsafe room.storeBytes(of: UInt8(truncatingIfNeeded: 0x30 + digit), toByteOffset: place, as: UInt8.self)
            rest = quotient
        } while rest > 0
        if isNegative { unsafe room.storeBytes(of: 0x2d, as: UInt8.self) }
        count += length
    }

    /// Adds 16 lower-case hexadecimal digits.
    mutating func append(hex number: UInt64) {
        let high = hexDigitWord(UInt32(truncatingIfNeeded: number >> 32)).bigEndian
        let low = hexDigitWord(UInt32(truncatingIfNeeded: number)).bigEndian
        // Unsafe: two words of eight bytes into a room of 16.
        let room = unsafe room(for: 16)
        unsafe room.storeBytes(of: high, as: UInt64.self)
        unsafe room.storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
        count += 16
    }

    /// Adds once more what stands in the range; nothing when that is not within what was written.
    mutating func append(again range: Range<Int>) {
        guard range.upperBound <= count else { return }
        // Unsafe: the range lies in what was written, before the room; `room` may move the memory, so it comes first.
        let room = unsafe room(for: range.count)
        unsafe room.copyMemory(from: memory + range.lowerBound, byteCount: range.count)
        count += range.count
    }

    /// The place behind what was written, where at least `size` bytes may be.
    @inline(__always)
    private mutating func room(for size: Int) -> UnsafeMutableRawPointer {
        if capacity - count < size { grow(by: size) }
        return unsafe memory + count
    }

    @inline(never)
    private mutating func grow(by size: Int) {
        // At least doubled, so that each byte is moved a bounded number of times.
        capacity += max(size, capacity)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        unsafe larger.copyMemory(from: memory, byteCount: count)
        unsafe memory.deallocate()
        unsafe memory = larger
    }
}

/// How many decimal digits spell a number.
private func decimalDigits(_ number: UInt64) -> Int {
    var digits = 1
    var bound: UInt64 = 10
    // 64 bits have at most 20 digits, and ten to the 19th is below 2^64.
    while number >= bound, digits < 20 {
        digits += 1
        bound = bound &* 10
    }
    return digits
}

extension RawSpan {
    /// The offset of the first byte at or after `start` that a JSON string escapes, or the end.
    fileprivate func endOfUnescaped(from start: Int) -> Int {
        var offset = start
        while let word = word(at: offset) {
            // Bytes that are not ASCII need a reader's look and not a writer's.
            let special = JSONReader.escapedBytes(of: word)
            // An offset inside of the bytes plus 8 cannot overflow.
            guard special == 0 else { return offset + special.trailingZeroBitCount >> 3 }
            offset += 8
        }
        while let byte = byte(at: offset), byte >= 0x20, byte != 0x22, byte != 0x5c { offset += 1 }
        return offset
    }
}
