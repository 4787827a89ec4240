/// Writes `TBinaryProtocol`, messages with the strict header.
package struct ThriftBinaryWriter: ThriftWriter {
    package static let encoding = ThriftEncoding.binary
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func writeMessage(_ name: String, type: UInt8, sequence: Int32) {
        appendBigEndian(UInt32(0x8001_0000) | UInt32(type))
        writeValue(name.utf8)
        writeValue(sequence)
    }

    package mutating func writeField(_ id: Int16, _ type: ThriftType) {
        bytes.append(type.rawValue)
        appendBigEndian(id)
    }

    package mutating func writeList(of type: ThriftType, count: Int) {
        bytes.append(type.rawValue)
        writeCount(count)
    }

    package mutating func writeStruct(_ body: (inout ThriftBinaryWriter) -> Void) {
        body(&self)
        bytes.append(0)
    }

    package mutating func write(_ flag: Bool, id: Int16) {
        writeField(id, .bool)
        bytes.append(flag ? 1 : 0)
    }

    package mutating func writeValue(_ number: Int32) { appendBigEndian(number) }
    package mutating func writeValue(_ number: Int64) { appendBigEndian(number) }
    package mutating func writeValue(_ number: Double) { appendBigEndian(number.bitPattern) }

    package mutating func writeValue(_ binary: some Collection<UInt8>) {
        writeCount(binary.count)
        bytes.append(contentsOf: binary)
    }

    package mutating func append(_ encoded: [UInt8]) { bytes.append(contentsOf: encoded) }

    /// Our own lists and texts stay below 2 GiB; beyond, the count is clamped, and readers refuse the message.
    private mutating func writeCount(_ count: Int) { appendBigEndian(Int32(clamping: count)) }

    private mutating func appendBigEndian<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}
