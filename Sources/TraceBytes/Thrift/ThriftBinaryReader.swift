/// Reads `TBinaryProtocol`: numbers of fixed width, big-endian; no alignment, no padding.
public struct ThriftBinaryReader: ~Escapable, ThriftReader {
    public let bytes: RawSpan
    public var position: Int

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
        position = 0
    }

    // MARK: Heads

    public static var hasCompactHeads: Bool {
        @inlinable @inline(__always)
        get { false }
    }

    /// Strict, `80 01 00 type` and then the name and the sequence id, or old, the name first: both are in use, and the
    /// first bit tells them apart, since no name is 2 GiB long.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readMessage() throws(ReadError) -> ThriftMessage {
        let start = position
        let first = try readI32()
        guard first < 0 else {
            let name = try readBytes(count: Int(first), lengthAt: start)
            let type = try readByte()
            return ThriftMessage(name: name, type: type, sequence: try readI32(), isStrict: false)
        }
        guard UInt32(bitPattern: first) >> 16 == 0x8001 else {
            throw ReadError(.invalidValue("not version 1 of the binary protocol"), at: start)
        }
        let name = try readBinary()
        return ThriftMessage(
            name: name, type: UInt8(truncatingIfNeeded: first), sequence: try readI32(), isStrict: true)
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readFieldHead(after last: inout Int16) throws(ReadError) -> ThriftField? {
        let start = position
        let code = try readByte()
        if code == 0 { return nil }
        guard let type = ThriftType(rawValue: code) else { throw ThriftFault.type(code, at: start) }
        last = try readI16()
        return ThriftField(id: last, type: type)
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readList() throws(ReadError) -> ThriftList {
        let start = position
        let code = try readByte()
        guard let type = ThriftType(rawValue: code) else { throw ThriftFault.type(code, at: start) }
        let count = Int(try readI32())
        try check(count: count, leastBytes: Self.leastBytes(of: type), at: start + 1)
        guard type != .stop || count == 0 else { throw ThriftFault.type(code, at: start) }
        return ThriftList(elementType: type, count: count)
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func readMap() throws(ReadError) -> ThriftMap {
        let start = position
        let keyCode = try readByte()
        let valueCode = try readByte()
        let count = Int(try readI32())
        guard let key = ThriftType(rawValue: keyCode) else { throw ThriftFault.type(keyCode, at: start) }
        guard let value = ThriftType(rawValue: valueCode) else { throw ThriftFault.type(valueCode, at: start + 1) }
        guard key != .stop && value != .stop || count == 0 else { throw ThriftFault.type(0, at: start) }
        // No type takes more than 16 bytes at least.
        try check(count: count, leastBytes: Self.leastBytes(of: key) + Self.leastBytes(of: value), at: start + 2)
        return ThriftMap(keyType: key, valueType: value, count: count)
    }

    // MARK: Values

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readBool(of field: ThriftField) throws(ReadError) -> Bool { try readBoolElement() }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readBoolElement() throws(ReadError) -> Bool {
        let byte = try readByte()
        guard byte <= 1 else { throw ThriftFault.bool(byte, expected: "0 or 1", at: position - 1) }
        return byte == 1
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI8() throws(ReadError) -> Int8 { Int8(bitPattern: try readByte()) }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI16() throws(ReadError) -> Int16 {
        guard remaining >= 2 else { throw ThriftFault.end(bytes.byteCount) }
        // Unsafe: every bit pattern is a `UInt16`, and two bytes remain.
        let value = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt16.self)
        position += 2
        return Int16(bitPattern: UInt16(bigEndian: value))
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI32() throws(ReadError) -> Int32 {
        guard remaining >= 4 else { throw ThriftFault.end(bytes.byteCount) }
        // Unsafe: every bit pattern is a `UInt32`, and four bytes remain.
        let value = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt32.self)
        position += 4
        return Int32(bitPattern: UInt32(bigEndian: value))
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI64() throws(ReadError) -> Int64 {
        guard let word = bytes.word(at: position) else { throw ThriftFault.end(bytes.byteCount) }
        position += 8
        return Int64(bitPattern: word.byteSwapped)
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func readDouble() throws(ReadError) -> Double {
        Double(bitPattern: UInt64(bitPattern: try readI64()))
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readBinary() throws(ReadError) -> Range<Int> {
        let start = position
        return try readBytes(count: Int(try readI32()), lengthAt: start)
    }

    @inlinable
    public static func leastBytes(of type: ThriftType) -> Int {
        switch type {
        case .stop, .bool, .i8, .structure: 1
        case .i16: 2
        case .i32, .binary: 4
        case .list, .set: 5
        case .map: 6
        case .i64, .double: 8
        case .uuid: 16
        }
    }
}
