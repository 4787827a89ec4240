import Testing
import TraceBytes

/// Digits are read eight at a time where there are as many: every place and every byte is tried.
@Suite struct DigitTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("00000000", 0), ("12345678", 12_345_678), ("123456789", 123_456_789),
            ("1700000000123457", 1_700_000_000_123_457), ("9999999999999999", 9_999_999_999_999_999),
            ("99999999999999999", 99_999_999_999_999_999), ("9223372036854775807", .max),
            ("-9223372036854775808", .min),
            ("000000000000000000000000000001", 1), ("9223372036854775808", nil), ("-9223372036854775809", nil),
            ("", nil),
            ("-", nil), ("+1", nil), ("1.0", nil), ("1e8", nil), ("1234567 ", nil), ("12345678-", nil),
        ] as [(String, Int64?)])
    func integersAreReadWhole(text: String, value: Int64?) {
        #expect(decimalInteger(Array(text.utf8).span.bytes, as: Int64.self) == value)
    }

    @Test(arguments: 0..<16)
    func oneWrongByteIsSeenAtEveryPlace(place: Int) {
        for byte in UInt8.min ... .max {
            var digits = Array("1234567812345678".utf8)
            digits[place] = byte
            let isDigit = (0x30...0x39).contains(byte) || (byte == 0x2d && place == 0)
            #expect((decimalInteger(digits.span.bytes, as: Int64.self) != nil) == isDigit)
        }
    }

    @Test(arguments: 0..<8)
    func hexadecimalWordsAreThoseOfTheirDigits(place: Int) {
        for byte in UInt8.min ... .max {
            var digits = Array("0189abef".utf8)
            digits[place] = byte
            let word = digits.span.bytes.word(at: 0) ?? 0
            #expect(lowerHexNumber(word: word).map { UInt64($0) } == lowerHexNumber(digits))
        }
    }
}
