/// The lower-case hexadecimal digits of bytes, two each: `[0x0a, 0xff]` is `0aff`.
public func hexDigits(_ bytes: some Collection<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
        // Unsafe: two digits per byte are written, exactly the capacity that was asked for.
        var position = 0
        for byte in bytes {
            buffer[position] = hexDigit(byte >> 4)
            buffer[position + 1] = hexDigit(byte & 15)
            position += 2
        }
        return position
    }
}

/// The lower-case hexadecimal digits of a number, padded to 16: `0x1f` is `000000000000001f`.
public func hexDigits(_ value: UInt64) -> String {
    String(unsafeUninitializedCapacity: 16) { buffer in
        write(value, to: buffer, at: 0)
        return 16
    }
}

/// The lower-case hexadecimal digits of a number of 128 bits, padded to 32.
public func hexDigits(high: UInt64, low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 32) { buffer in
        write(high, to: buffer, at: 0)
        write(low, to: buffer, at: 16)
        return 32
    }
}

/// Unsafe: 16 digits are written from `start` on, for which the callers asked.
private func write(_ value: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
    for position in 0..<16 {
        buffer[start + position] = hexDigit(UInt8(truncatingIfNeeded: value >> (60 - 4 * UInt64(position))) & 15)
    }
}

extension [UInt8] {
    /// Adds 16 lower-case hexadecimal digits.
    public mutating func append(hex number: UInt64) {
        let words = (
            hexDigitWord(UInt32(truncatingIfNeeded: number >> 32)).bigEndian,
            hexDigitWord(UInt32(truncatingIfNeeded: number)).bigEndian
        )
        // Unsafe: the buffer does not leave the closure.
        Swift.withUnsafeBytes(of: words) { append(contentsOf: $0) }
    }
}

/// Eight lower-case hexadecimal digits as the bytes of a word, the first as the highest.
func hexDigitWord(_ number: UInt32) -> UInt64 {
    // Spread to one nibble a byte.
    var nibbles = UInt64(number)
    nibbles = (nibbles | nibbles << 16) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
    // No byte carries: 15 + 6, and at most 15 + 0x30 + 0x27, fit into one.
    let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
}

/// The digit of a value from 0 to 15 as an ASCII byte, lower-case.
@inlinable
public func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x57 + (value & 15)
}

/// The value of one lower-case hexadecimal digit; nil for everything else, upper-case included: the formats of tracing
/// that say "hex" in headers and in Zipkin mean lower-case, and who is laxer folds the case first.
@inlinable
public func lowerHexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    default: nil
    }
}

/// The number that eight lower-case hexadecimal digits spell, the first of which is the lowest byte of a word; nil when one
/// of the bytes is no digit.
@inlinable @inline(__always)
public func lowerHexNumber(word: UInt64) -> UInt32? {
    let tops: UInt64 = 0x8080_8080_8080_8080
    guard word & tops == 0 else { return nil }
    // Every byte is below 0x80, and so no sum carries into the next: its top bit says that the byte is not below a bound.
    let isDigit = (word &+ 0x5050_5050_5050_5050) & ~(word &+ 0x4646_4646_4646_4646)
    let isLetter = (word &+ 0x1f1f_1f1f_1f1f_1f1f) & ~(word &+ 0x1919_1919_1919_1919)
    guard (isDigit | isLetter) & tops == tops else { return nil }
    // `a` is 0x61 and worth ten: nine more than its lower half.
    let letters = (isLetter & tops) >> 7
    var nibbles = ((word & 0x0f0f_0f0f_0f0f_0f0f) &+ letters &* 9).byteSwapped
    nibbles = (nibbles | nibbles >> 4) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles >> 8) & 0x0000_ffff_0000_ffff
    return UInt32(truncatingIfNeeded: nibbles | nibbles >> 16)
}

/// The number that 16 lower-case hexadecimal digits spell, which stand at an offset; nil when there are fewer, or other
/// bytes.
@inlinable
public func lowerHexNumber(of16DigitsIn bytes: borrowing RawSpan, at offset: Int) -> UInt64? {
    guard let first = bytes.word(at: offset), let second = bytes.word(at: offset + 8),
        let high = lowerHexNumber(word: first), let low = lowerHexNumber(word: second)
    else { return nil }
    return UInt64(high) << 32 | UInt64(low)
}

/// The number that 1 to 16 lower-case hexadecimal digits spell; nil when there are none, more, or other bytes.
@inlinable
public func lowerHexNumber(_ digits: some Collection<UInt8>) -> UInt64? {
    guard (1...16).contains(digits.count) else { return nil }
    var value: UInt64 = 0
    for digit in digits {
        guard let nibble = lowerHexValue(digit) else { return nil }
        value = value << 4 | UInt64(nibble)
    }
    return value
}
