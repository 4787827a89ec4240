/// A pull cursor over the fields of one protobuf message, which may lie inside of another.
///
/// ```
/// while let tag = try reader.nextTag() {
///     switch tag.rawValue {
///     case ProtobufTag.lengthDelimited(1): let name = reader.bytes(in: try reader.readText())
///     case ProtobufTag.fixed64(7): start = try reader.readFixed64()
///     default: unknown = try reader.skipValue(of: tag)
///     }
/// }
/// ```
///
/// After a tag exactly one value is read or skipped, with the call that suits the tag's wire type. All offsets count from
/// the first byte of the whole payload, also in a message inside of a message. Every length is compared with what is left
/// of the message that holds it; nothing is allocated.
public struct ProtobufReader: ~Escapable {
    /// The whole payload.
    public let payload: RawSpan
    /// Where the next read starts, counted from the first byte of the payload. From 0 to ``end``.
    @usableFromInline var cursor: Int
    /// Where this message ends. Never more than the bytes of the payload.
    public let end: Int
    /// Messages and groups that may still be opened inside of this message.
    @usableFromInline let depthLeft: Int
    @usableFromInline let depthLimit: Int

    /// A reader of a payload that is one message.
    @inlinable
    @_lifetime(copy payload)
    public init(_ payload: RawSpan, depthLimit: Int = DecodingLimits.default.depth) {
        self.payload = payload
        cursor = 0
        end = payload.byteCount
        depthLeft = depthLimit
        self.depthLimit = depthLimit
    }

    @inlinable
    @_lifetime(copy payload)
    init(_ payload: RawSpan, in range: Range<Int>, depthLeft: Int, depthLimit: Int) {
        self.payload = payload
        cursor = range.lowerBound
        end = range.upperBound
        self.depthLeft = depthLeft
        self.depthLimit = depthLimit
    }

    /// Where the next read starts, counted from the first byte of the payload.
    @inlinable
    public var position: Int { cursor }

    // MARK: Fields

    /// Reads the tag of the next field; nil at the end of the message.
    ///
    /// - Throws: for a number that is not from 1 to 2^29 - 1, for the wire types 6 and 7, and for the end of a group that
    ///   was never begun.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func nextTag() throws(ReadError) -> ProtobufTag? {
        guard cursor < end else { return nil }
        let start = cursor
        let value = try readVarint()
        // Eight is the smallest tag whose number is 1, and wire types above 5 do not exist.
        guard value >= 8, value <= UInt64(UInt32.max), value & 7 < 6, value & 7 != 4 else {
            throw Self.refusedTag(value, at: start)
        }
        return ProtobufTag(rawValue: UInt32(truncatingIfNeeded: value))
    }

    /// Opens the message whose length stands here; this cursor moves behind it.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public mutating func readMessage() throws(ReadError) -> ProtobufReader {
        let range = try readLengthDelimited()
        return try message(in: range)
    }

    /// A cursor over a message whose bytes ``readLengthDelimited()`` found.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func message(in range: Range<Int>) throws(ReadError) -> ProtobufReader {
        guard depthLeft > 0 else { throw tooDeep(at: range.lowerBound) }
        // One less than a number above zero. A range that is not inside of the payload opens nothing.
        let inside = range.clamped(to: 0..<payload.byteCount)
        return ProtobufReader(payload, in: inside, depthLeft: depthLeft - 1, depthLimit: depthLimit)
    }

    // MARK: Errors

    @usableFromInline @inline(never)
    static func refusedTag(_ value: UInt64, at offset: Int) -> ReadError {
        let reason =
            switch value & 7 {
            case _ where value >> 3 == 0: "field number 0 is not allowed"
            case _ where value > UInt64(UInt32.max): "field number \(value >> 3) is above the greatest, 536870911"
            case 4: "a group ends that was not begun"
            default: "wire type \(value & 7) does not exist"
            }
        return ReadError(.invalidValue(reason), at: offset)
    }

    @usableFromInline @inline(never)
    func tooDeep(at offset: Int) -> ReadError { ReadError(.limitExceeded("nesting", limit: depthLimit), at: offset) }
}
