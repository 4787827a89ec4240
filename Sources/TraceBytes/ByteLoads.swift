/// Loads for readers over raw bytes. All of them check their bounds; what lies outside is absent, never undefined.
extension RawSpan {
    /// The byte at an offset; nil outside.
    @inlinable @inline(__always)
    public func byte(at offset: Int) -> UInt8? {
        guard offset >= 0, offset < byteCount else { return nil }
        // Unsafe: every bit pattern is a `UInt8`, and the bounds were compared above.
        return unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// Eight bytes as a number whose lowest byte is the first; nil when fewer remain.
    @inlinable @inline(__always)
    public func word(at offset: Int) -> UInt64? {
        // `byteCount - 8` cannot overflow: a count is never negative.
        guard offset >= 0, offset <= byteCount - 8 else { return nil }
        // Unsafe: every bit pattern is a `UInt64`, and the bounds were compared above.
        return UInt64(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// The number of 32 bits at an offset, its highest byte first; nil when fewer than four bytes are there.
    @inlinable @inline(__always)
    package func bigEndianWord(at offset: Int) -> UInt32? {
        // `byteCount - 4` cannot overflow: a count is never negative.
        guard offset >= 0, offset <= byteCount - 4 else { return nil }
        // Unsafe: every bit pattern is a `UInt32`, and the bounds were compared above.
        return UInt32(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }

    /// The part of these bytes that lies in a range; what lies outside is cut off.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func clamped(to range: Range<Int>) -> RawSpan {
        let start = min(max(range.lowerBound, 0), byteCount)
        let end = min(max(range.upperBound, start), byteCount)
        // Unsafe: 0 ≤ start ≤ end ≤ the count of these bytes, by the lines above.
        return unsafe extracting(unchecked: Range(uncheckedBounds: (start, end)))
    }

    /// Whether these bytes are exactly those of a literal.
    @inlinable @inline(__always)
    public func equals(_ literal: StaticString) -> Bool {
        byteCount == literal.utf8CodeUnitCount && begins(with: literal, at: 0)
    }

    /// Whether exactly a literal stands at an offset.
    @inlinable @inline(__always)
    public func begins(with literal: StaticString, at offset: Int) -> Bool {
        let count = literal.utf8CodeUnitCount
        // `byteCount - offset` cannot overflow: both are not negative.
        guard offset >= 0, offset <= byteCount, byteCount &- offset >= count else { return false }
        // Unsafe: the bytes of a literal live as long as the program; so many of both are read as both were just found to
        // have, eight at a time, the last ones for the second time where the count is no multiple of eight.
        let expected = unsafe UnsafeRawPointer(literal.utf8Start)
        guard count >= 8 else {
            for place in 0..<count {
                let byte = unsafe expected.load(fromByteOffset: place, as: UInt8.self)
                guard byte == unsafeLoad(fromUncheckedByteOffset: offset &+ place, as: UInt8.self) else { return false }
            }
            return true
        }
        var place = 0
        while true {
            let word = unsafe expected.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            guard word == unsafeLoadUnaligned(fromUncheckedByteOffset: offset &+ place, as: UInt64.self) else {
                return false
            }
            if place == count &- 8 { return true }
            place = min(place &+ 8, count &- 8)
        }
    }

    /// Whether a literal stands anywhere.
    ///
    /// - Parameter telling: the place of its byte that is looked for first: the rarer that one, the faster. Within the literal.
    public func contains(_ literal: StaticString, telling: Int = 0) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard length > 0, byteCount >= length, telling >= 0, telling < length else { return false }
        let wanted = unsafe literal.utf8Start[telling]
        // `offset + telling` stays below the count: `telling` is below the length.
        for offset in 0...byteCount - length where byte(at: offset + telling) == wanted {
            if begins(with: literal, at: offset) { return true }
        }
        return false
    }

    /// Whether both hold the same bytes.
    @inlinable
    public func equals(_ other: borrowing RawSpan) -> Bool {
        let count = byteCount
        guard count == other.byteCount else { return false }
        var offset = 0
        while let left = word(at: offset), let right = other.word(at: offset) {
            guard left == right else { return false }
            offset += 8
        }
        while let left = byte(at: offset), let right = other.byte(at: offset) {
            guard left == right else { return false }
            offset += 1
        }
        return true
    }

    /// A copy of the bytes.
    @inlinable
    public func copied() -> [UInt8] {
        // Unsafe: the buffer does not leave the closure.
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// The text of these bytes; what is not UTF-8 appears as U+FFFD.
    @inlinable
    public func text() -> String {
        // Unsafe: the buffer does not leave the closure.
        unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension [UInt8] {
    /// Adds a number of 32 bits, its highest byte first.
    @inlinable
    package mutating func append(bigEndian number: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// Adds bytes at the end.
    @inlinable
    public mutating func append(contentsOf bytes: borrowing RawSpan) {
        // Unsafe: the buffer does not leave the closure.
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}
