/// Reads `TCompactProtocol`: zigzag varints, field ids as differences, booleans in the heads of their fields.
public struct ThriftCompactReader: ~Escapable, ThriftReader {
    public let bytes: RawSpan
    public var position: Int

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
        position = 0
    }

    // MARK: Heads

    /// `82`, the type in the upper 3 bits above version 1, the sequence id as a plain varint, the name.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readMessage() throws(ReadError) -> ThriftMessage {
        let start = position
        let identifier = try readByte()
        guard identifier == 0x82 else {
            throw ReadError(.unexpectedByte(identifier, expected: "0x82, the compact protocol"), at: start)
        }
        let head = try readByte()
        guard head & 0x1f == 1 else {
            throw ReadError(.invalidValue("not version 1 of the compact protocol"), at: start + 1)
        }
        let sequence = Int32(bitPattern: UInt32(truncatingIfNeeded: try readVarint(bytesAtMost: 5, bits: 32)))
        return ThriftMessage(name: try readBinary(), type: head >> 5, sequence: sequence, isStrict: true)
    }

    public static var hasCompactHeads: Bool {
        @inlinable @inline(__always)
        get { true }
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func readFieldHead(after last: inout Int16) throws(ReadError) -> ThriftField? {
        let start = position
        let head = try readByte()
        if head == 0 { return nil }
        let nibble = head & 15
        guard nibble != 0, let type = ThriftType(compact: nibble) else { throw ThriftFault.type(nibble, at: start) }
        if head < 0x10 {
            last = try readI16()
        } else {
            let (id, overflowed) = last.addingReportingOverflow(Int16(head >> 4))
            guard !overflowed else { throw ReadError(.invalidValue("a field id beyond 32767"), at: start) }
            last = id
        }
        return ThriftField(id: last, type: type, flag: nibble == 1)
    }

    /// The count in the upper 4 bits, or as a varint behind 15.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readList() throws(ReadError) -> ThriftList {
        let start = position
        let head = try readByte()
        guard let type = ThriftType(compact: head & 15) else { throw ThriftFault.type(head & 15, at: start) }
        // 32 bits fit into an `Int`.
        let count = head >> 4 < 15 ? Int(head >> 4) : Int(try readVarint(bytesAtMost: 5, bits: 31))
        try check(count: count, leastBytes: Self.leastBytes(of: type), at: start)
        guard type != .stop || count == 0 else { throw ThriftFault.type(0, at: start) }
        return ThriftList(elementType: type, count: count)
    }

    /// The count first: an empty map is the one byte 00, and has no types.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readMap() throws(ReadError) -> ThriftMap {
        let start = position
        let count = Int(try readVarint(bytesAtMost: 5, bits: 31))
        guard count > 0 else { return ThriftMap(keyType: .stop, valueType: .stop, count: 0) }
        let types = try readByte()
        guard let key = ThriftType(compact: types >> 4) else { throw ThriftFault.type(types >> 4, at: position - 1) }
        guard let value = ThriftType(compact: types & 15) else { throw ThriftFault.type(types & 15, at: position - 1) }
        guard key != .stop, value != .stop else { throw ThriftFault.type(0, at: start) }
        // No type takes more than 16 bytes at least.
        try check(count: count, leastBytes: Self.leastBytes(of: key) + Self.leastBytes(of: value), at: start)
        return ThriftMap(keyType: key, valueType: value, count: count)
    }

    // MARK: Values

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readBool(of field: ThriftField) throws(ReadError) -> Bool { field.flag }

    /// 1 or 2; 0 for false is written by some and means nothing else.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readBoolElement() throws(ReadError) -> Bool {
        let byte = try readByte()
        guard byte <= 2 else { throw ThriftFault.bool(byte, expected: "1 or 2", at: position - 1) }
        return byte == 1
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI8() throws(ReadError) -> Int8 { Int8(bitPattern: try readByte()) }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI16() throws(ReadError) -> Int16 {
        Int16(truncatingIfNeeded: Self.unzigzag(try readVarint(bytesAtMost: 3, bits: 16)))
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI32() throws(ReadError) -> Int32 {
        Int32(truncatingIfNeeded: Self.unzigzag(try readVarint(bytesAtMost: 5, bits: 32)))
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readI64() throws(ReadError) -> Int64 {
        Self.unzigzag(try readVarint(bytesAtMost: 10, bits: 64))
    }

    /// Little-endian, the opposite of the binary protocol: all implementations agree on it.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readDouble() throws(ReadError) -> Double {
        guard let word = bytes.word(at: position) else { throw ThriftFault.end(bytes.byteCount) }
        position += 8
        return Double(bitPattern: word)
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readBinary() throws(ReadError) -> Range<Int> {
        let start = position
        // 31 bits fit into an `Int`.
        return try readBytes(count: Int(try readVarint(bytesAtMost: 5, bits: 31)), lengthAt: start)
    }

    @inlinable
    public static func leastBytes(of type: ThriftType) -> Int {
        switch type {
        case .double: 8
        case .uuid: 16
        default: 1
        }
    }
}
