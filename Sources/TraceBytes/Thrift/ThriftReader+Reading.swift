/// What both encodings read alike.
extension ThriftReader where Self: ~Escapable {
    /// The bytes behind the cursor.
    @inlinable @inline(__always)
    public var remaining: Int {
        // The cursor never moves behind the end, so that the difference is not negative.
        bytes.byteCount - position
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func readByte() throws(ReadError) -> UInt8 {
        guard let byte = bytes.byte(at: position) else { throw ThriftFault.end(bytes.byteCount) }
        position += 1
        return byte
    }

    /// Passes over bytes; returns where they stand.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func readBytes(count: Int, lengthAt offset: Int) throws(ReadError) -> Range<Int> {
        guard count >= 0, count <= remaining else {
            throw ThriftFault.length(count, remaining: remaining, at: offset)
        }
        let start = position
        // At most the count of the payload's bytes.
        position += count
        return start..<position
    }

    /// Compares a count of elements with what remains.
    @inlinable @inline(__always)
    func check(count: Int, leastBytes: Int, at offset: Int) throws(ReadError) {
        guard count >= 0, count <= remaining / max(1, leastBytes) else {
            throw ThriftFault.count(count, remaining: remaining, at: offset)
        }
    }
}

extension ThriftReader where Self: ~Escapable {
    /// Moves to the next field of the struct that is open; nil after its end.
    ///
    /// Half of what is read are heads of fields. The two common ones, an end and a small difference before a type, are read
    /// here, where they are inlined into every walker, which a requirement of a protocol never is.
    ///
    /// - Parameter last: the id of the field before, 0 at the start of a struct: the compact encoding counts from it.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func nextField(after last: inout Int16) throws(ReadError) -> ThriftField? {
        let start = position
        guard let head = bytes.byte(at: start) else { throw ThriftFault.end(bytes.byteCount) }
        if head == 0 {
            // Below the count of the bytes, so that one more cannot overflow.
            position = start &+ 1
            return nil
        }
        guard Self.hasCompactHeads, head >= 0x10, last < .max - 15, let type = ThriftType(compact: head & 15),
            type != .stop
        else { return try readFieldHead(after: &last) }
        position = start &+ 1
        // At most 15 is added to what is below the largest number by more than that.
        last &+= Int16(head >> 4)
        return ThriftField(id: last, type: type, flag: head & 15 == 1)
    }
}

/// Passing over what is not known, checking it as if it were read.
extension ThriftReader where Self: ~Escapable {
    /// Passes over the value of a field; returns where it stands.
    ///
    /// - Parameters:
    ///   - field: what was read of it so far, its type and id.
    ///   - depthLimit: how many structs, lists and maps may lie inside one another.
    @inlinable
    @discardableResult
    @_lifetime(self: copy self)
    public mutating func skip(_ field: ThriftField, depthLimit: Int) throws(ReadError) -> Range<Int> {
        let start = position
        try skip(field, depth: 0, limit: depthLimit)
        return start..<position
    }

    /// Passes over an element of a list, a set or a map.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func skipElement(_ type: ThriftType, depthLimit: Int) throws(ReadError) {
        try skip(type, depth: 0, limit: depthLimit)
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func skip(_ field: ThriftField, depth: Int, limit: Int) throws(ReadError) {
        if field.type == .bool {
            _ = try readBool(of: field)
        } else {
            try skip(field.type, depth: depth, limit: limit)
        }
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func skip(_ type: ThriftType, depth: Int, limit: Int) throws(ReadError) {
        switch type {
        case .stop: throw ReadError(.invalidValue("a value without a type"), at: position)
        case .bool: _ = try readBoolElement()
        case .i8: _ = try readByte()
        case .i16: _ = try readI16()
        case .i32: _ = try readI32()
        case .i64: _ = try readI64()
        case .double: _ = try readDouble()
        case .uuid: _ = try readBytes(count: 16, lengthAt: position)
        case .binary: _ = try readBinary()
        case .structure, .map, .list, .set:
            guard depth < limit else { throw ReadError(.limitExceeded("nesting", limit: limit), at: position) }
            try skipContainer(type, depth: depth + 1, limit: limit)
        }
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func skipContainer(_ type: ThriftType, depth: Int, limit: Int) throws(ReadError) {
        switch type {
        case .structure:
            var last: Int16 = 0
            while let field = try nextField(after: &last) { try skip(field, depth: depth, limit: limit) }
        case .map:
            let map = try readMap()
            for _ in 0..<map.count {
                try skip(map.keyType, depth: depth, limit: limit)
                try skip(map.valueType, depth: depth, limit: limit)
            }
        default:
            let list = try readList()
            for _ in 0..<list.count { try skip(list.elementType, depth: depth, limit: limit) }
        }
    }
}

/// The errors of the readers, out of the way of what is fast.
@usableFromInline
enum ThriftFault {
    @usableFromInline @inline(never)
    static func end(_ offset: Int) -> ReadError { ReadError(.unexpectedEnd, at: offset) }

    @usableFromInline @inline(never)
    static func length(_ length: Int, remaining: Int, at offset: Int) -> ReadError {
        guard length >= 0 else { return ReadError(.invalidValue("a negative length"), at: offset) }
        return ReadError(.invalidValue("a length of \(length), \(remaining) bytes remain"), at: offset)
    }

    @usableFromInline @inline(never)
    static func count(_ count: Int, remaining: Int, at offset: Int) -> ReadError {
        guard count >= 0 else { return ReadError(.invalidValue("a negative count"), at: offset) }
        return ReadError(.invalidValue("a count of \(count), \(remaining) bytes remain"), at: offset)
    }

    @usableFromInline @inline(never)
    static func type(_ code: UInt8, at offset: Int) -> ReadError {
        ReadError(.invalidValue("\(code) is no type of Thrift"), at: offset)
    }

    @usableFromInline @inline(never)
    static func bool(_ byte: UInt8, expected: String, at offset: Int) -> ReadError {
        ReadError(.unexpectedByte(byte, expected: expected), at: offset)
    }
}
