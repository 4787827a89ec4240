/// What stands before every field of a protobuf message: the field's number and how its value is encoded.
///
/// On the wire it is one varint, the number in the upper bits and the wire type in the lower three: `0a` is field 1 with a
/// length, `39` field 7 with eight bytes (protobuf encoding, Message Structure).
public struct ProtobufTag: Hashable, Sendable {
    /// As the varint spells it; a reader compares it with ``lengthDelimited(_:)`` and its like, number and type at once.
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A tag of a field whose number the caller knows to be from 1 to 2^29 - 1; higher bits are cut off.
    @inlinable
    public init(_ number: UInt32, _ wireType: ProtobufWireType) {
        // Cuts the three highest bits off, which no valid number has.
        rawValue = number << 3 | UInt32(wireType.rawValue)
    }

    /// 1 to 2^29 - 1.
    @inlinable
    public var number: UInt32 { rawValue >> 3 }

    /// nil for 6 and 7, which no version of protobuf has defined; a reader never gives such a tag out.
    @inlinable
    public var wireType: ProtobufWireType? { ProtobufWireType(rawValue: UInt8(truncatingIfNeeded: rawValue & 7)) }

    @inlinable
    public static func varint(_ number: UInt32) -> UInt32 { ProtobufTag(number, .varint).rawValue }

    @inlinable
    public static func fixed64(_ number: UInt32) -> UInt32 { ProtobufTag(number, .fixed64).rawValue }

    @inlinable
    public static func lengthDelimited(_ number: UInt32) -> UInt32 { ProtobufTag(number, .lengthDelimited).rawValue }

    @inlinable
    public static func fixed32(_ number: UInt32) -> UInt32 { ProtobufTag(number, .fixed32).rawValue }
}

/// How the value of a field is encoded; the raw value is the wire's number.
public enum ProtobufWireType: UInt8, Hashable, Sendable {
    /// Integers, booleans and enums: seven bits a byte, the lowest first.
    case varint = 0
    /// Eight bytes, the lowest first.
    case fixed64 = 1
    /// A varint with a number of bytes, then those: texts, bytes, messages, packed lists.
    case lengthDelimited = 2
    /// Obsolete: fields up to the end of the group with the same number.
    case startGroup = 3
    case endGroup = 4
    /// Four bytes, the lowest first.
    case fixed32 = 5
}
