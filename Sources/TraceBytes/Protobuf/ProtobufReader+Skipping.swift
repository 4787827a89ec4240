/// Passing over what a reader does not know.
extension ProtobufReader {
    /// Passes over the value of a field, checking its structure; returns where it lies, its length included and its tag not.
    ///
    /// A group counts as one value, from behind its first tag to behind its last: it is passed over, so that whoever keeps
    /// unknown fields can show it, as deep as messages may be.
    @inlinable
    @_lifetime(self: copy self)
    @discardableResult
    public mutating func skipValue(of tag: ProtobufTag) throws(ReadError) -> Range<Int> {
        let start = cursor
        switch tag.wireType {
        case .varint: _ = try readVarint()
        case .fixed64: _ = try readFixed64()
        case .lengthDelimited: _ = try readLengthDelimited()
        case .fixed32: _ = try readFixed32()
        case .startGroup: try skipGroup(tag.number, depthLeft: depthLeft)
        case .endGroup, nil: throw Self.refusedTag(UInt64(tag.rawValue), at: start)
        }
        return start..<cursor
    }

    /// How many fields with a tag lie between two offsets of this message, where fields begin and end: which element of a
    /// repeated field it is that was read next. Bytes that are no fields end the count.
    package func count(of tag: ProtobufTag, from start: Int, before offset: Int) -> Int {
        guard start <= offset, var earlier = try? message(in: start..<offset) else { return 0 }
        var count = 0
        while let other = try? earlier.nextTag(), earlier.position < offset {
            if other == tag { count += 1 }
            guard (try? earlier.skipValue(of: other)) != nil else { break }
        }
        return count
    }

    @usableFromInline
    @_lifetime(self: copy self)
    mutating func skipGroup(_ number: UInt32, depthLeft: Int) throws(ReadError) {
        guard depthLeft > 0 else { throw tooDeep(at: cursor) }
        while true {
            let start = cursor
            guard cursor < end else { throw ReadError(.unexpectedEnd, at: end) }
            let value = try readVarint()
            if value == UInt64(ProtobufTag(number, .endGroup).rawValue) { return }
            guard value >= 8, value <= UInt64(UInt32.max), value & 7 < 6, value & 7 != 4 else {
                throw Self.refusedTag(value, at: start)
            }
            let tag = ProtobufTag(rawValue: UInt32(truncatingIfNeeded: value))
            // The recursion ends at the limit of nesting.
            if tag.wireType == .startGroup {
                try skipGroup(tag.number, depthLeft: depthLeft - 1)
            } else {
                try skipValue(of: tag)
            }
        }
    }
}
