/// A pull cursor over the bytes of one JSON text, strict to RFC 8259.
///
/// ```
/// try reader.beginObject()
/// while let key = try reader.nextKey() { … read or skip exactly one value … }
/// try reader.finish()
/// ```
///
/// Every read checks grammar and UTF-8 and throws a ``ReadError`` with the offset of the first byte that it could not
/// accept. Strings and numbers come as the place where they stand (``JSONText``, ``JSONNumber``): nothing is allocated
/// and nothing is rounded until somebody asks for a value.
///
/// An escaped surrogate without its partner (`"\ud800"`) is an error. The grammar of RFC 8259 section 7 allows it, and
/// section 8.2 calls what receivers do with it unpredictable: it spells no Unicode text, so it has no UTF-8 form that
/// could be kept.
public struct JSONReader: ~Escapable {
    /// The whole text.
    public let bytes: RawSpan
    /// Where the next read starts, counted from the first byte of the text.
    public var position: Int
    /// A container was opened and nothing in it was read yet, so that no comma is due.
    @usableFromInline var isFirst = false
    @usableFromInline var depth = 0
    @usableFromInline let depthLimit: Int

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, depthLimit: Int = DecodingLimits.default.depth) {
        self.bytes = bytes
        position = 0
        self.depthLimit = depthLimit
    }

    // MARK: Containers

    @inlinable
    @_lifetime(self: copy self)
    public mutating func beginArray() throws(ReadError) { try open(0x5b, expected: "'['") }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func beginObject() throws(ReadError) { try open(0x7b, expected: "'{'") }

    /// Moves to the next element of the array that is open; false after its `]`.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func nextElement() throws(ReadError) -> Bool {
        try advance(closing: 0x5d, expected: "',' or ']'")
    }

    /// Reads the next key and its colon in the object that is open; nil after its `}`.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func nextKey() throws(ReadError) -> JSONText? {
        guard try advance(closing: 0x7d, expected: "',' or '}'") else { return nil }
        guard let quote = skipSpace(), quote == 0x22 else { throw unexpected("a key in quotes") }
        let key = try readStringAtQuote()
        guard let colon = skipSpace(), colon == 0x3a else { throw unexpected("':'") }
        position += 1
        return key
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func open(_ bracket: UInt8, expected: String) throws(ReadError) {
        guard let found = skipSpace(), found == bracket else { throw unexpected(expected) }
        guard depth < depthLimit else { throw ReadError(.limitExceeded("nesting", limit: depthLimit), at: position) }
        position += 1
        depth += 1
        isFirst = true
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func advance(closing bracket: UInt8, expected: String) throws(ReadError) -> Bool {
        guard let found = skipSpace() else { throw unexpected(expected) }
        if found == bracket {
            position += 1
            depth -= 1
            isFirst = false
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard found == 0x2c else { throw unexpected(expected) }
        position += 1
        return true
    }

    // MARK: Scalars

    /// Which value stands here, judged by its first byte.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func peekKind() throws(ReadError) -> JSONKind {
        guard let byte = skipSpace() else { throw unexpected("a value") }
        return switch byte {
        case 0x22: .string
        case 0x7b: .object
        case 0x5b: .array
        case 0x74, 0x66: .bool
        case 0x6e: .null
        case 0x2d, 0x30...0x39: .number
        default: throw unexpected("a value")
        }
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func readBool() throws(ReadError) -> Bool {
        let isTrue = skipSpace() == 0x74
        try readLiteral(isTrue ? "true" : "false")
        return isTrue
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func readNull() throws(ReadError) {
        _ = skipSpace()
        try readLiteral("null")
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func readLiteral(_ literal: StaticString) throws(ReadError) {
        let length = literal.utf8CodeUnitCount
        if bytes.clamped(to: position..<position + length).equals(literal) {
            position += length
        } else {
            throw mismatch(literal)
        }
    }

    /// Moves past a literal when exactly it stands here; for spellings that nearly every writer has. Brackets and commas in
    /// it are not counted: who skips them skips whole values, and sets ``position`` back when the rest is not as expected.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func skip(_ literal: StaticString) -> Bool {
        guard bytes.begins(with: literal, at: position) else { return false }
        position += literal.utf8CodeUnitCount
        return true
    }

    // MARK: Whole values

    /// Passes over one value of any kind, checking it as if it were read; returns where it stands.
    @inlinable
    @_lifetime(self: copy self)
    @discardableResult
    public mutating func skipValue() throws(ReadError) -> Range<Int> {
        let kind = try peekKind()
        let start = position
        switch kind {
        case .string: _ = try readString()
        case .number: _ = try readNumber()
        case .bool: _ = try readBool()
        case .null: try readNull()
        case .array:
            // The recursion ends at the limit of nesting.
            try beginArray()
            while try nextElement() { try skipValue() }
        case .object:
            try beginObject()
            while try nextKey() != nil { try skipValue() }
        }
        return start..<position
    }

    /// Requires that nothing but white space follows.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func finish() throws(ReadError) {
        guard skipSpace() == nil else { throw ReadError(.trailingBytes, at: position) }
    }

    // MARK: Primitives

    /// Moves past white space (RFC 8259 section 2) and returns the byte that stands there; nil at the end.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func skipSpace() -> UInt8? {
        while let byte = bytes.byte(at: position) {
            // Mostly no white space stands between tokens: one comparison says so.
            guard byte <= 0x20, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return byte }
            // Less than the count of the bytes.
            position &+= 1
        }
        return nil
    }

    /// The error for the first byte that differs from a literal.
    @inlinable @inline(never)
    @_lifetime(self: copy self)
    mutating func mismatch(_ literal: StaticString) -> ReadError {
        let text = "\(literal)"
        for expected in text.utf8 {
            guard bytes.byte(at: position) == expected else { break }
            position += 1
        }
        return unexpected("'\(text)'")
    }

    /// The error for the byte that stands here.
    @inlinable @inline(never)
    public func unexpected(_ expected: String) -> ReadError {
        guard let byte = bytes.byte(at: position) else { return ReadError(.unexpectedEnd, at: position) }
        return ReadError(.unexpectedByte(byte, expected: expected), at: position)
    }
}

/// What a JSON value is.
public enum JSONKind: Sendable, Hashable {
    case object, array, string, number, bool, null
}
