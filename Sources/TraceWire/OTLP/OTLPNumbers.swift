import TraceBytes

/// The integer that a decimal spelling with fraction or exponent has exactly: `1.7e1` is 17; nil for `1.5`, for what does
/// not fit, and for what is no number. Nothing is rounded on the way, so that all 64 bits are right.
func exactInteger<Integer: FixedWidthInteger>(_ spelling: RawSpan, as type: Integer.Type) -> Integer? {
    var reader = JSONReader(spelling)
    guard (try? reader.readNumber())?.range == 0..<spelling.byteCount else { return nil }
    var digits: [UInt8] = []
    var fractionDigits = 0
    var offset = spelling.byte(at: 0) == 0x2d ? 1 : 0
    var isFraction = false
    while let byte = spelling.byte(at: offset), byte | 0x20 != 0x65 {
        if byte == 0x2e {
            isFraction = true
        } else {
            digits.append(byte)
            if isFraction { fractionDigits += 1 }
        }
        offset += 1
    }
    guard digits.contains(where: { $0 != 0x30 }) else { return 0 }
    guard let exponent = exponent(spelling, from: offset + 1) else { return nil }
    // Both are at most as large as a payload is long, or 10,000.
    var shift = exponent - fractionDigits
    while shift < 0, digits.last == 0x30 {
        digits.removeLast()
        shift += 1
    }
    // No integer has more than 39 digits.
    guard shift >= 0, shift <= 40 else { return nil }
    digits.append(contentsOf: repeatElement(0x30, count: shift))
    if spelling.byte(at: 0) == 0x2d { digits.insert(0x2d, at: 0) }
    return decimalInteger(digits.span.bytes, as: type)
}

/// The exponent behind an `e`; 0 when there is none, nil beyond 10,000, where no integer of 64 bits is.
private func exponent(_ spelling: borrowing RawSpan, from start: Int) -> Int? {
    guard start < spelling.byteCount else { return 0 }
    let sign = spelling.byte(at: start)
    let digits = sign == 0x2b ? start + 1 : start
    guard let value = decimalInteger(spelling.clamped(to: digits..<spelling.byteCount), as: Int.self) else {
        return nil
    }
    return (-10_000...10_000).contains(value) ? value : nil
}

/// The number that eight hexadecimal digits of any case spell, the first in the lowest byte; nil when one is none.
///
/// All eight at once: each byte is below 128, so that the sums, each below 256, never reach the byte above.
@inline(__always)
func hexNumber(eightDigits word: UInt64) -> UInt32? {
    let tops: UInt64 = 0x8080_8080_8080_8080
    guard word & tops == 0 else { return nil }
    let lower = word | 0x2020_2020_2020_2020
    // The top bit says: at least '0', above '9', at least 'a', above 'f'.
    let digits = (word &+ 0x5050_5050_5050_5050) & ~(word &+ 0x4646_4646_4646_4646) & tops
    let letters = (lower &+ 0x1f1f_1f1f_1f1f_1f1f) & ~(lower &+ 0x1919_1919_1919_1919) & tops
    guard digits | letters == tops else { return nil }
    // 'a' ends in 1 and is 10.
    var value = (word & 0x0f0f_0f0f_0f0f_0f0f) &+ (letters >> 7) &* 9
    value = (value << 4 | value >> 8) & 0x00ff_00ff_00ff_00ff
    value = (value | value >> 8) & 0x0000_ffff_0000_ffff
    value = value | value >> 16
    return UInt32(truncatingIfNeeded: value).byteSwapped
}
