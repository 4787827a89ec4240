/// The type of a Thrift value, as both encodings know it; the raw value is the binary protocol's number.
public enum ThriftType: UInt8, Sendable, Hashable, CaseIterable {
    /// No type: the end of a struct, and the element type of some writers' empty lists.
    case stop = 0
    case bool = 2
    case i8 = 3
    case double = 4
    case i16 = 6
    case i32 = 8
    case i64 = 10
    /// Texts too: only the IDL tells them from other bytes.
    case binary = 11
    case structure = 12
    case map = 13
    case set = 14
    case list = 15
    case uuid = 16

    /// From a nibble of the compact protocol, where 1 and 2 are both a boolean; nil above 13.
    @inlinable @inline(__always)
    public init?(compact nibble: UInt8) {
        switch nibble {
        case 0: self = .stop
        case 1, 2: self = .bool
        case 3: self = .i8
        case 4: self = .i16
        case 5: self = .i32
        case 6: self = .i64
        case 7: self = .double
        case 8: self = .binary
        case 9: self = .list
        case 10: self = .set
        case 11: self = .map
        case 12: self = .structure
        case 13: self = .uuid
        default: return nil
        }
    }

    /// The nibble of the compact protocol; of a boolean the one of "true", which an element of a list has too.
    @inlinable
    public var compactNibble: UInt8 {
        switch self {
        case .stop: 0
        case .bool: 1
        case .i8: 3
        case .i16: 4
        case .i32: 5
        case .i64: 6
        case .double: 7
        case .binary: 8
        case .list: 9
        case .set: 10
        case .map: 11
        case .structure: 12
        case .uuid: 13
        }
    }
}

extension ThriftType: CustomStringConvertible {
    /// The name as an IDL spells it: `i64`, `list`.
    public var description: String {
        switch self {
        case .stop: "stop"
        case .bool: "bool"
        case .i8: "i8"
        case .double: "double"
        case .i16: "i16"
        case .i32: "i32"
        case .i64: "i64"
        case .binary: "string"
        case .structure: "struct"
        case .map: "map"
        case .set: "set"
        case .list: "list"
        case .uuid: "uuid"
        }
    }
}

/// The two encodings of Thrift that tracing uses.
public enum ThriftEncoding: Sendable, Hashable, CaseIterable {
    /// `TCompactProtocol`: zigzag varints, field ids as differences, little-endian doubles.
    case compact
    /// `TBinaryProtocol`: numbers of fixed width, big-endian.
    case binary
}
