import TraceBytes
import TraceModel

/// What a scalar means, in both encodings. JSON's forms follow protobuf's JSON mapping as far as OTLP keeps it.
extension OTLPScalar {
    /// The error for this value, at its first byte.
    @inline(never)
    func refused(_ reason: String) -> ReadError { ReadError(.invalidValue(reason), at: offset) }

    @inline(__always)
    @_lifetime(copy self)
    func text() throws(ReadError) -> RawSpan {
        guard form == .text else { throw refused("not a text") }
        return bytes
    }

    func flag() throws(ReadError) -> Bool {
        switch form {
        case .true: return true
        case .false: return false
        case .varint: return bits != 0
        default: throw refused("not true or false")
        }
    }

    // MARK: Integers

    /// An integer of 64 bits without sign: a number or a text of digits.
    @inline(__always)
    func unsigned64() throws(ReadError) -> UInt64 {
        if form == .fixed64 || form == .varint { return bits }
        return try integer(UInt64.self)
    }

    @inline(__always)
    func signed64() throws(ReadError) -> Int64 {
        if form == .varint { return Int64(bitPattern: bits) }
        return try integer(Int64.self)
    }

    /// Higher bits of a varint are cut off, as every reader of protobuf does (protobuf encoding, 32-bit types).
    @inline(__always)
    func unsigned32() throws(ReadError) -> UInt32 {
        if form == .varint || form == .fixed32 { return UInt32(truncatingIfNeeded: bits) }
        return try integer(UInt32.self)
    }

    /// The number of an enum; names are forbidden (OTLP/HTTP, JSON Protobuf Encoding).
    @inline(__always)
    func enumeration() throws(ReadError) -> Int32 {
        if form == .varint { return Int32(truncatingIfNeeded: bits) }
        guard form == .number else { throw refused("an enum is a number") }
        return try integer(Int32.self)
    }

    private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws(ReadError) -> Integer {
        guard form == .number || form == .text else { throw refused("not a number") }
        guard let value = decimalInteger(bytes, as: type) ?? exactInteger(bytes, as: type) else {
            throw refused("not an integer of \(type.bitWidth) bits")
        }
        return value
    }

    func double() throws(ReadError) -> Double {
        switch form {
        case .fixed64: return Double(bitPattern: bits)
        case .text where bytes.equals("NaN"): return .nan
        case .text where bytes.equals("Infinity"): return .infinity
        case .text where bytes.equals("-Infinity"): return -.infinity
        case .number, .text:
            // As a text too it is spelt as JSON spells numbers.
            var reader = JSONReader(bytes)
            guard (try? reader.readNumber())?.range == 0..<bytes.byteCount, let value = decimalDouble(bytes) else {
                throw refused("not a number of 64 bits")
            }
            return value
        default: throw refused("not a number")
        }
    }

    // MARK: Bytes

    /// 16 bytes or 32 hexadecimal digits of any case; nothing and `""` are zero, which is no id.
    @inline(__always)
    func traceID() throws(ReadError) -> TraceID {
        if bytes.byteCount == 0 { return TraceID(high: 0, low: 0) }
        if form == .octets {
            guard bytes.byteCount == 16, let first = bytes.word(at: 0), let last = bytes.word(at: 8) else {
                throw refused("\(bytes.byteCount) bytes are no trace id, which has 16")
            }
            return TraceID(high: first.byteSwapped, low: last.byteSwapped)
        }
        guard form == .text, bytes.byteCount == 32, let high = hexWord(at: 0), let low = hexWord(at: 16) else {
            throw refused("not the 32 hexadecimal digits of a trace id")
        }
        return TraceID(high: high, low: low)
    }

    /// 8 bytes or 16 hexadecimal digits of any case; nothing and `""` are zero, which is no id.
    @inline(__always)
    func spanID() throws(ReadError) -> SpanID {
        if bytes.byteCount == 0 { return SpanID(0) }
        if form == .octets {
            guard bytes.byteCount == 8, let word = bytes.word(at: 0) else {
                throw refused("\(bytes.byteCount) bytes are no span id, which has 8")
            }
            return SpanID(word.byteSwapped)
        }
        guard form == .text, bytes.byteCount == 16, let value = hexWord(at: 0) else {
            throw refused("not the 16 hexadecimal digits of a span id")
        }
        return SpanID(value)
    }

    /// The number that 16 hexadecimal digits of any case spell; nil when one is none.
    @inline(__always)
    private func hexWord(at offset: Int) -> UInt64? {
        guard let first = bytes.word(at: offset), let last = bytes.word(at: offset + 8),
            let high = hexNumber(eightDigits: first), let low = hexNumber(eightDigits: last)
        else { return nil }
        return UInt64(high) << 32 | UInt64(low)
    }

    /// Bytes as they are, or as base64, standard or URL-safe, padded or not (protobuf, JSON Mapping).
    func octets() throws(ReadError) -> [UInt8] {
        switch form {
        case .octets: return bytes.copied()
        case .text:
            guard let decoded = base64Bytes(bytes) else { throw refused("not base64") }
            return decoded
        default: throw refused("not base64")
        }
    }
}
