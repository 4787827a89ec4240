/// The bytes of a JSON text that grows at its end, in pieces: room is made once for a piece, not for each of its bytes.
struct JSONTextBuffer {
    /// What was written, and zeros behind it as room for more.
    private var storage: [UInt8] = []
    private var count = 0

    /// A copy of what was written.
    var bytes: [UInt8] { Array(storage.prefix(count)) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if storage.count == count { grow(by: 1) }
        storage[count] = byte
        count += 1
    }

    mutating func append(contentsOf piece: some Collection<UInt8>) {
        write(piece.count) { room in
            // Unsafe: the room is as long as the piece says that it is; what a wrong count leaves over is not written.
            unsafe room.initialize(from: piece).index
        }
    }

    /// Adds a string in quotes. Escaped is what must be (RFC 8259 section 7): `"`, `\` and the characters below U+0020,
    /// with the short forms where there are some; everything else is written as UTF-8.
    mutating func append(quoted string: String) {
        var string = string
        string.withUTF8 { utf8 in
            let plain = utf8.span.bytes.endOfUnescaped(from: 0)
            write(utf8.count + 2) { room in
                // Unsafe: two more than the bytes are there, of which `plain` is not more than all.
                unsafe room[0] = 0x22
                unsafe UnsafeMutableRawBufferPointer(room).copy(utf8, to: 1, count: plain)
                guard plain == utf8.count else { return plain + 1 }
                unsafe room[plain + 1] = 0x22
                return plain + 2
            }
            if plain < utf8.count { appendEscaped(utf8.span.bytes, from: plain) }
        }
    }

    /// Adds a name without anything to escape, in quotes.
    mutating func append(quotedAsItIs name: StaticString) {
        name.withUTF8Buffer { utf8 in
            write(utf8.count + 2) { room in
                // Unsafe: two more than the bytes are there.
                unsafe room[0] = 0x22
                unsafe UnsafeMutableRawBufferPointer(room).copy(utf8, to: 1, count: utf8.count)
                unsafe room[utf8.count + 1] = 0x22
                return utf8.count + 2
            }
        }
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
        // The longest is -9223372036854775808.
        write(20) { room in
            var start = 20
            var rest = number.magnitude
            repeat {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                // Unsafe: 64 bits have at most 19 digits, so that a place is left for the sign.
                start -= 1
                unsafe room[start] = UInt8(truncatingIfNeeded: 0x30 + digit)
                rest = quotient
            } while rest > 0
            if number < 0 {
                start -= 1
                unsafe room[start] = 0x2d
            }
            let length = 20 - start
            for place in 0..<length { unsafe room[place] = unsafe room[start + place] }
            return length
        }
    }

    /// Adds 16 lower-case hexadecimal digits.
    mutating func append(hex number: UInt64) {
        write(16) { room in
            let high = hexDigitWord(UInt32(truncatingIfNeeded: number >> 32)).bigEndian
            let low = hexDigitWord(UInt32(truncatingIfNeeded: number)).bigEndian
            // Unsafe: two words of eight bytes into a room of 16.
            unsafe UnsafeMutableRawBufferPointer(room).storeBytes(of: high, as: UInt64.self)
            unsafe UnsafeMutableRawBufferPointer(room).storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
            return 16
        }
    }

    /// Lends room for at most `size` bytes; the closure returns how many it wrote, from the start of the room on.
    @inline(__always)
    private mutating func write(_ size: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        if storage.count - count < size { grow(by: size) }
        let start = count
        // Unsafe: `size` bytes lie behind `start`, as was just made sure.
        count += unsafe storage.withUnsafeMutableBufferPointer {
            unsafe body(UnsafeMutableBufferPointer(rebasing: $0[start..<start + size]))
        }
    }

    @inline(never)
    private mutating func grow(by size: Int) {
        storage.append(contentsOf: repeatElement(0, count: max(size, storage.count, 256)))
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Copies the first bytes of a buffer to a place in this one, where there is room for them.
    @inline(__always)
    fileprivate func copy(_ source: UnsafeBufferPointer<UInt8>, to place: Int, count: Int) {
        // Unsafe: the caller has compared the count with both buffers.
        unsafe UnsafeMutableRawBufferPointer(rebasing: self[place..<place + count])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source)[..<count]))
    }
}

/// Eight lower-case hexadecimal digits as the bytes of a word, the first as the highest.
private func hexDigitWord(_ number: UInt32) -> UInt64 {
    // Spread to one nibble a byte.
    var nibbles = UInt64(number)
    nibbles = (nibbles | nibbles << 16) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
    // No byte carries: 15 + 6, and at most 15 + 0x30 + 0x27, fit into one.
    let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
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
