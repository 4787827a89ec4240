/// Where a number of a JSON text stands. Its spelling is kept: `1.0`, `1e3` and `-0` are not `1`, `1000` and `0`.
public struct JSONNumber: Hashable, Sendable {
    public let range: Range<Int>
    /// Spelt without fraction and exponent.
    public let isInteger: Bool

    @inlinable
    public init(range: Range<Int>, isInteger: Bool) {
        self.range = range
        self.isInteger = isInteger
    }
}

extension JSONReader {
    /// Reads a number (RFC 8259 section 6): no leading zeros, no plus sign, no bare point.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readNumber() throws(ReadError) -> JSONNumber {
        _ = skipSpace()
        let start = position
        if bytes.byte(at: position) == 0x2d { position += 1 }
        if bytes.byte(at: position) == 0x30 {
            position += 1
        } else {
            try readDigits()
        }
        var isInteger = true
        if bytes.byte(at: position) == 0x2e {
            isInteger = false
            position += 1
            try readDigits()
        }
        if let letter = bytes.byte(at: position), letter | 0x20 == 0x65 {
            isInteger = false
            position += 1
            if let sign = bytes.byte(at: position), sign == 0x2b || sign == 0x2d { position += 1 }
            try readDigits()
        }
        return JSONNumber(range: start..<position, isInteger: isInteger)
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func readDigits() throws(ReadError) {
        let start = position
        while let byte = bytes.byte(at: position), byte >= 0x30, byte <= 0x39 { position += 1 }
        guard position > start else { throw unexpected("a digit") }
    }

    /// The number as it was spelt.
    @inlinable
    @_lifetime(copy self)
    public func spelling(of number: JSONNumber) -> RawSpan { bytes.clamped(to: number.range) }
}

/// The integer that digits spell: an optional `-` and decimal digits, nothing else; nil when it does not fit.
@inlinable
public func decimalInteger<Integer: FixedWidthInteger>(_ digits: borrowing RawSpan, as type: Integer.Type) -> Integer? {
    var offset = 0
    let isNegative = digits.byte(at: 0) == 0x2d
    if isNegative { offset = 1 }
    guard offset < digits.byteCount else { return nil }
    var value: Integer = 0
    // Sixteen digits fit into 64 bits: as many as there are in whole words of eight are read without looking for overflow.
    if Integer.bitWidth == 64, !isNegative, digits.byteCount <= 16 {
        while let word = digits.word(at: offset) {
            guard let eight = decimalNumber(word: word) else { return nil }
            value = value &* 100_000_000 &+ Integer(truncatingIfNeeded: eight)
            offset += 8
        }
    }
    while let byte = digits.byte(at: offset) {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
        // 0 to 9 fits into every integer type.
        let digit = Integer(truncatingIfNeeded: byte - 0x30)
        // Negative numbers are built downwards, so that the smallest one is reached.
        let (sum, carried) =
            isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
        guard !overflowed, !carried else { return nil }
        value = sum
        offset += 1
    }
    return value
}

/// The number that eight decimal digits spell, the first of which is the lowest byte of a word; nil when one of the bytes
/// is no digit.
@inlinable @inline(__always)
func decimalNumber(word: UInt64) -> UInt64? {
    // The upper half of every byte is 3, and stays 3 when 6 is added to the lower one, which is at most 9.
    let upper: UInt64 = 0xf0f0_f0f0_f0f0_f0f0
    guard word & upper == 0x3030_3030_3030_3030, (word &+ 0x0606_0606_0606_0606) & upper == 0x3030_3030_3030_3030 else {
        return nil
    }
    // Pairs, then fours, then eight: no lane carries, as each holds at most 99, 9,999 and 99,999,999.
    var lanes = word & 0x0f0f_0f0f_0f0f_0f0f
    lanes = (lanes &* 10 &+ lanes >> 8) & 0x00ff_00ff_00ff_00ff
    lanes = (lanes &* 100 &+ lanes >> 16) & 0x0000_ffff_0000_ffff
    return (lanes &* 10_000 &+ lanes >> 32) & 0xffff_ffff
}

/// The binary64 number nearest to a decimal spelling; nil when it is not a number or beyond the finite ones.
public func decimalDouble(_ digits: borrowing RawSpan) -> Double? {
    guard let value = Double(digits.text()), value.isFinite else { return nil }
    return value
}
