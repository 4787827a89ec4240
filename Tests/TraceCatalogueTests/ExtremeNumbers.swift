import TraceBytes
import TraceWire

/// Copies of a payload, in each of which one number is at the end of its type, or -1.
struct ExtremeNumbers {
    let payload: [UInt8]
    let format: WireFormat

    private static let numbers: [Int64] = [.max, .min, -1]
    /// Also numbers of more than 64 bits, and such as are no integers.
    private static let spellings = [
        "9223372036854775807", "-9223372036854775808", "18446744073709551615", "-1", "1e308",
    ]

    var copies: [[UInt8]] {
        switch format {
        case ZipkinV2.json, ZipkinV1.json, OTLP.json: ofJSON
        case ZipkinV2.protobuf, OTLP.protobuf, Jaeger.grpc: Self.ofMessage(payload)
        case Jaeger.compact, ZipkinV1.udp: ofCompactThrift
        default: ofBinaryThrift
        }
    }

    /// Every run of digits, in texts too.
    private var ofJSON: [[UInt8]] {
        var copies: [[UInt8]] = []
        var start = 0
        while let first = payload[start...].firstIndex(where: Self.isDigit) {
            let end = payload[first...].firstIndex { !Self.isDigit($0) } ?? payload.endIndex
            copies += Self.spellings.map { payload.replacing(first..<end, by: Array($0.utf8)) }
            start = end
        }
        return copies
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// What stands behind the head of a field of 64, 32 or 16 bits, and the counts of lists: with a byte before that only
    /// looks like such a head it is other bytes, too.
    private var ofBinaryThrift: [[UInt8]] {
        payload.indices.dropFirst(3).flatMap { place -> [[UInt8]] in
            let width =
                switch payload[place - 3] {
                case 0x0a: 8
                case 0x08: 4
                case 0x06: 2
                // The type of the elements stands between.
                default: place > 3 && payload[place - 4] == 0x0f ? 4 : 0
                }
            guard width > 0, place + width <= payload.count else { return [] }
            return Self.numbers.map { payload.replacing(place..<place + width, by: Array(bigEndian($0).prefix(width))) }
        }
    }

    /// The varints behind what may be the head of a field of 16, 32 or 64 bits; their sign is the lowest bit.
    private var ofCompactThrift: [[UInt8]] {
        payload.indices.dropFirst().flatMap { place -> [[UInt8]] in
            guard (4...6).contains(payload[place - 1] & 0x0f),
                let last = payload[place...].prefix(10).firstIndex(where: { $0 < 0x80 })
            else { return [] }
            return Self.numbers.map { number in
                let zigzag = UInt64(bitPattern: number << 1 ^ number >> 63)
                return payload.replacing(place..<last + 1, by: Self.varint(zigzag))
            }
        }
    }

    /// Every number of a message and of those in it, lengths adjusted.
    private static func ofMessage(_ message: [UInt8]) -> [[UInt8]] {
        var copies: [[UInt8]] = []
        var reader = ProtobufReader(message.span.bytes)
        while let tag = try? reader.nextTag() {
            let start = reader.position
            guard let range = try? reader.skipValue(of: tag) else { break }
            let place = start..<range.upperBound
            func replaced(by value: [UInt8]) -> [UInt8] { message.replacing(place, by: value) }
            switch tag.wireType {
            case .varint: copies += numbers.map { replaced(by: varint(UInt64(bitPattern: $0))) }
            case .fixed64: copies += numbers.map { replaced(by: bigEndian($0).reversed()) }
            case .lengthDelimited:
                var value = ProtobufReader(message.span.bytes.extracting(range))
                guard let inner = try? value.readLengthDelimited() else { break }
                let bytes = Array(message[range.lowerBound + inner.lowerBound..<range.upperBound])
                copies += ofMessage(bytes).map { replaced(by: varint(UInt64($0.count)) + $0) }
            default: break
            }
        }
        return copies
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

private func bigEndian(_ number: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
}

extension [UInt8] {
    fileprivate func replacing(_ range: Range<Int>, by bytes: [UInt8]) -> [UInt8] {
        var copy = self
        copy.replaceSubrange(range, with: bytes)
        return copy
    }
}
