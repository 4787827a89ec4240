import TraceBytes
import TraceModel

/// What a scalar means, as leniently as the reference server reads it: numbers pass as text, numeric text as a number.
extension ZipkinV2Scalar {
    /// The error for this value, at its first byte.
    func refused(_ reason: String) -> ReadError { ReadError(.invalidValue(reason), at: offset) }

    /// The text, or the spelling of a number.
    @inline(__always)
    @_lifetime(copy self)
    func textLike() throws(ReadError) -> RawSpan {
        switch kind {
        case .text, .number: return bytes
        case .true, .false, .null: throw refused("\(bytes.text()) is not a text")
        case .bytes, .unsigned, .signed: throw refused("not a text")
        }
    }

    func flag() throws(ReadError) -> Bool {
        switch kind {
        case .true: return true
        case .false: return false
        case .unsigned, .signed: return bits != 0
        case .text, .number, .null, .bytes: throw refused("not true or false")
        }
    }

    /// An integer that 64 bits hold, in whatever spelling: `8080`, `"8080"`, `8.08e3`. What protobuf has no sign for is read
    /// as if it had one, so that a time in the far future is no time, as the reference server reads it.
    func integer() throws(ReadError) -> Int64 {
        if kind == .unsigned || kind == .signed { return Int64(bitPattern: bits) }
        guard kind == .number || kind == .text else { throw refused("\(bytes.text()) is not a number") }
        if let value = decimalInteger(bytes, as: Int64.self) { return value }
        // Compared with the ends of 64 bits first, so that the conversion cannot trap.
        guard let double = decimalDouble(bytes), double >= -0x1p63, double < 0x1p63 else {
            throw refused("not an integer of 64 bits")
        }
        let value = Int64(double)
        guard Double(value) == double else { throw refused("not an integer of 64 bits") }
        return value
    }

    /// 1 to 32 lower-case digits, padded on the left; more than 16 make it 128 bits wide. Bytes stand for two digits each.
    func traceID() throws(ReadError) -> (TraceID, TraceIDWidth) {
        if kind == .bytes { return try traceIDOfBytes() }
        let digits = try textLike()
        guard digits.byteCount <= 32 else { throw refused("\(digits.byteCount) digits are more than a trace id has") }
        let split = max(0, digits.byteCount - 16)
        let high = split == 0 ? 0 : try hexNumber(digits, 0..<split)
        let id = TraceID(high: high, low: try hexNumber(digits, split..<digits.byteCount))
        guard id.isValid else { throw refused("all zeros is no id") }
        return (id, split == 0 ? .bits64 : .bits128)
    }

    private func traceIDOfBytes() throws(ReadError) -> (TraceID, TraceIDWidth) {
        guard bytes.byteCount <= 16 else { throw refused("\(bytes.byteCount) bytes are more than a trace id has") }
        let split = max(0, bytes.byteCount - 8)
        let id = TraceID(high: number(of: 0..<split), low: number(of: split..<bytes.byteCount))
        guard id.isValid else { throw refused(bytes.byteCount == 0 ? "empty" : "all zeros is no id") }
        return (id, split == 0 ? .bits64 : .bits128)
    }

    /// At most eight bytes, the highest first.
    private func number(of range: Range<Int>) -> UInt64 {
        var value: UInt64 = 0
        for place in range { value = value << 8 | UInt64(bytes.byte(at: place) ?? 0) }
        return value
    }

    /// 1 to 16 lower-case digits, padded on the left; or up to eight bytes, none being all zeros.
    func spanID() throws(ReadError) -> SpanID {
        if kind == .bytes {
            guard bytes.byteCount <= 8 else { throw refused("\(bytes.byteCount) bytes are more than a span id has") }
            return SpanID(number(of: 0..<bytes.byteCount))
        }
        let digits = try textLike()
        guard digits.byteCount <= 16 else { throw refused("\(digits.byteCount) digits are more than a span id has") }
        return SpanID(try hexNumber(digits, 0..<digits.byteCount))
    }

    private func hexNumber(_ digits: borrowing RawSpan, _ range: Range<Int>) throws(ReadError) -> UInt64 {
        // Sixteen digits, as all of them should be, at once; whatever is wrong is found below.
        if range.count == 16, let first = digits.word(at: range.lowerBound),
            let second = digits.word(at: range.lowerBound + 8), let high = lowerHexNumber(word: first),
            let low = lowerHexNumber(word: second)
        {
            return UInt64(high) << 32 | UInt64(low)
        }
        guard !range.isEmpty else { throw refused("empty, should be lower-hex encoded with no prefix") }
        var value: UInt64 = 0
        for place in range {
            guard let byte = digits.byte(at: place), let digit = lowerHexValue(byte) else {
                throw refused("should be lower-hex encoded with no prefix")
            }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    /// A kind by its name; by its number (`zipkin.proto`, Span.Kind), of which those that nobody knows say nothing.
    func spanKind() throws(ReadError) -> SpanKind {
        if kind == .signed {
            return switch bits {
            case 1: .client
            case 2: .server
            case 3: .producer
            case 4: .consumer
            default: .unspecified
            }
        }
        let text = try textLike()
        return switch text.byteCount {
        case 6 where text.equals("CLIENT"): .client
        case 6 where text.equals("SERVER"): .server
        case 8 where text.equals("PRODUCER"): .producer
        case 8 where text.equals("CONSUMER"): .consumer
        default: throw refused("not one of CLIENT, SERVER, PRODUCER, CONSUMER")
        }
    }
}
