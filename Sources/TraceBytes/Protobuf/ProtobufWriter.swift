/// Appends the fields of one protobuf message to bytes, in the order in which it is called.
///
/// Every value that is given is written: leaving out defaults is the caller's business, since a member of a `oneof` is
/// written also when it is zero.
///
/// ```
/// let span = writer.beginMessage(2)
/// writer.write(5, text: "get")
/// writer.endMessage(span)          // 12 05 2a 03 67 65 74
/// ```
package struct ProtobufWriter {
    package private(set) var bytes: [UInt8] = []

    package init(reservingCapacity capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    // MARK: Scalars

    /// Integers without sign, enums and lengths.
    package mutating func write(_ number: UInt32, varint value: UInt64) {
        appendTag(number, .varint)
        appendVarint(value)
    }

    /// `int64` and `int32`: two's complement, ten bytes for a negative number (protobuf encoding, Signed Integers).
    package mutating func write(_ number: UInt32, int value: Int64) {
        write(number, varint: UInt64(bitPattern: value))
    }

    package mutating func write(_ number: UInt32, bool value: Bool) { write(number, varint: value ? 1 : 0) }

    package mutating func write(_ number: UInt32, fixed64 value: UInt64) {
        appendTag(number, .fixed64)
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
    }

    package mutating func write(_ number: UInt32, fixed32 value: UInt32) {
        appendTag(number, .fixed32)
        for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * shift))) }
    }

    package mutating func write(_ number: UInt32, double value: Double) { write(number, fixed64: value.bitPattern) }

    // MARK: Values with a length

    package mutating func write(_ number: UInt32, text: String) {
        appendTag(number, .lengthDelimited)
        var text = text
        text.withUTF8 { utf8 in
            appendVarint(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    /// Leaves an empty text out, which is what an absent one means.
    package mutating func writeUnlessEmpty(_ number: UInt32, _ text: String) {
        if !text.isEmpty { write(number, text: text) }
    }

    package mutating func write(_ number: UInt32, bytes value: some Collection<UInt8>) {
        appendTag(number, .lengthDelimited)
        appendVarint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Eight bytes with the highest first, as identifiers are spelt.
    package mutating func write(_ number: UInt32, bigEndianBytes value: UInt64) {
        appendTag(number, .lengthDelimited)
        appendVarint(8)
        appendBigEndian(value)
    }

    /// Sixteen bytes with the highest first, as identifiers are spelt.
    package mutating func write(_ number: UInt32, bigEndianBytes high: UInt64, _ low: UInt64) {
        appendTag(number, .lengthDelimited)
        appendVarint(16)
        appendBigEndian(high)
        appendBigEndian(low)
    }

    // MARK: Messages

    /// A message that was begun and not yet ended.
    package struct OpenMessage {
        fileprivate let start: Int
    }

    /// Opens a message inside of this one; everything up to ``endMessage(_:)`` belongs to it.
    package mutating func beginMessage(_ number: UInt32) -> OpenMessage {
        appendTag(number, .lengthDelimited)
        // Room for the length of a short message; a longer one is moved once when its length is known.
        bytes.append(0)
        return OpenMessage(start: bytes.count)
    }

    /// Closes the message that was begun last and is still open.
    package mutating func endMessage(_ message: OpenMessage) {
        let length = bytes.count - message.start
        guard length >= 0x80 else {
            bytes[message.start - 1] = UInt8(length)
            return
        }
        var rest = UInt64(length) >> 7
        bytes[message.start - 1] = UInt8(length & 0x7f) | 0x80
        var further: [UInt8] = []
        while rest >= 0x80 {
            further.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        further.append(UInt8(rest))
        bytes.insert(contentsOf: further, at: message.start)
    }

    // MARK: Primitives

    private mutating func appendTag(_ number: UInt32, _ wireType: ProtobufWireType) {
        appendVarint(UInt64(ProtobufTag(number, wireType).rawValue))
    }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func appendBigEndian(_ value: UInt64) {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * shift))) }
    }
}
