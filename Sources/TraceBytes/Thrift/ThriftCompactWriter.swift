/// Writes `TCompactProtocol`.
package struct ThriftCompactWriter: ThriftWriter {
    package static let encoding = ThriftEncoding.compact
    package private(set) var bytes: [UInt8] = []
    /// The id of the last field of the struct that is open: the next one is written as the difference.
    private var lastID: Int16 = 0

    package init() {}

    package mutating func writeMessage(_ name: String, type: UInt8, sequence: Int32) {
        bytes.append(0x82)
        bytes.append(type << 5 | 1)
        appendVarint(UInt64(UInt32(bitPattern: sequence)))
        writeValue(name.utf8)
    }

    package mutating func writeField(_ id: Int16, _ type: ThriftType) { writeHead(id, nibble: type.compactNibble) }

    private mutating func writeHead(_ id: Int16, nibble: UInt8) {
        let delta = Int(id) - Int(lastID)
        lastID = id
        if (1...15).contains(delta) {
            bytes.append(UInt8(delta) << 4 | nibble)
        } else {
            bytes.append(nibble)
            appendZigzag(Int64(id))
        }
    }

    package mutating func writeList(of type: ThriftType, count: Int) {
        if count < 15 {
            bytes.append(UInt8(count) << 4 | type.compactNibble)
        } else {
            bytes.append(0xf0 | type.compactNibble)
            appendVarint(UInt64(count))
        }
    }

    package mutating func writeStruct(_ body: (inout ThriftCompactWriter) -> Void) {
        let outer = lastID
        lastID = 0
        body(&self)
        bytes.append(0)
        lastID = outer
    }

    package mutating func write(_ flag: Bool, id: Int16) { writeHead(id, nibble: flag ? 1 : 2) }

    package mutating func writeValue(_ number: Int32) { appendZigzag(Int64(number)) }
    package mutating func writeValue(_ number: Int64) { appendZigzag(number) }

    /// Little-endian, the opposite of the binary protocol.
    package mutating func writeValue(_ number: Double) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> shift))
        }
    }

    package mutating func writeValue(_ binary: some Collection<UInt8>) {
        appendVarint(UInt64(binary.count))
        bytes.append(contentsOf: binary)
    }

    package mutating func append(_ encoded: [UInt8]) { bytes.append(contentsOf: encoded) }

    private mutating func appendZigzag(_ number: Int64) {
        // Twice the magnitude, the sign in the lowest bit; the top bit is meant to be shifted out.
        appendVarint(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    private mutating func appendVarint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
