/// A pull cursor over the bytes of one Thrift value, the same for both encodings: a walker that is generic over it is
/// specialised for each.
///
/// ```
/// var last: Int16 = 0
/// while let field = try reader.nextField(after: &last) {
///     switch (field.id, field.type) {
///     case (1, .i64): id = try reader.readI64()
///     default: try reader.skip(field, depthLimit: 64)
///     }
/// }
/// ```
///
/// Every length and count is compared with what remains before anything is made of it. A read throws a ``ReadError``
/// with the offset of the first byte that it could not accept. Texts come as the place where they stand; whether they
/// are UTF-8 is the caller's business, since the wire does not tell texts from other bytes.
///
/// Specification: Apache Thrift, `doc/specs/thrift-binary-protocol.md` and `thrift-compact-protocol.md`.
public protocol ThriftReader: ~Escapable {
    /// The whole payload.
    var bytes: RawSpan {
        @_lifetime(copy self)
        get
    }
    /// Where the next read starts, counted from the first byte of the payload.
    var position: Int { get set }

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan)

    /// The header of a message: what is called, and how.
    @_lifetime(self: copy self)
    mutating func readMessage() throws(ReadError) -> ThriftMessage

    /// Reads the head of a field, in whichever of its forms; nil at the end of a struct. Callers use ``nextField(after:)``.
    @_lifetime(self: copy self)
    mutating func readFieldHead(after last: inout Int16) throws(ReadError) -> ThriftField?

    /// Whether heads of fields are those of the compact encoding; a constant, by which a specialised walker is cleared of
    /// what the other encoding needs.
    static var hasCompactHeads: Bool { get }

    /// The head of a list or a set.
    @_lifetime(self: copy self)
    mutating func readList() throws(ReadError) -> ThriftList

    @_lifetime(self: copy self)
    mutating func readMap() throws(ReadError) -> ThriftMap

    /// The boolean of a field, which the compact encoding has read already.
    @_lifetime(self: copy self)
    mutating func readBool(of field: ThriftField) throws(ReadError) -> Bool

    /// A boolean in a list, a set or a map.
    @_lifetime(self: copy self)
    mutating func readBoolElement() throws(ReadError) -> Bool

    @_lifetime(self: copy self)
    mutating func readI8() throws(ReadError) -> Int8
    @_lifetime(self: copy self)
    mutating func readI16() throws(ReadError) -> Int16
    @_lifetime(self: copy self)
    mutating func readI32() throws(ReadError) -> Int32
    @_lifetime(self: copy self)
    mutating func readI64() throws(ReadError) -> Int64
    @_lifetime(self: copy self)
    mutating func readDouble() throws(ReadError) -> Double

    /// Passes over a text or other bytes; returns where they stand, their length left out.
    @_lifetime(self: copy self)
    mutating func readBinary() throws(ReadError) -> Range<Int>

    /// The fewest bytes that a value of a type takes as an element: what a count is compared with.
    static func leastBytes(of type: ThriftType) -> Int
}

/// What precedes the value of a field.
public struct ThriftField: Sendable, Hashable {
    public let id: Int16
    public let type: ThriftType
    /// The boolean that the compact encoding writes into the head of its field; false for every other field.
    public let flag: Bool

    @inlinable
    public init(id: Int16, type: ThriftType, flag: Bool = false) {
        self.id = id
        self.type = type
        self.flag = flag
    }
}

/// The head of a list or a set.
public struct ThriftList: Sendable, Hashable {
    public let elementType: ThriftType
    /// So many elements of their type fit into what remains of the payload.
    public let count: Int

    @inlinable
    public init(elementType: ThriftType, count: Int) {
        self.elementType = elementType
        self.count = count
    }
}

/// The head of a map.
public struct ThriftMap: Sendable, Hashable {
    public let keyType: ThriftType
    public let valueType: ThriftType
    /// So many pairs fit into what remains of the payload.
    public let count: Int

    @inlinable
    public init(keyType: ThriftType, valueType: ThriftType, count: Int) {
        self.keyType = keyType
        self.valueType = valueType
        self.count = count
    }
}

/// The header of a message.
public struct ThriftMessage: Sendable, Hashable {
    /// Where the name of the method stands in the payload.
    public let name: Range<Int>
    /// As sent: 1 call, 2 reply, 3 exception, 4 oneway; other numbers are none.
    public let type: UInt8
    public let sequence: Int32
    /// Whether the header says its version; only the binary encoding has headers that do not.
    public let isStrict: Bool

    @inlinable
    public init(name: Range<Int>, type: UInt8, sequence: Int32, isStrict: Bool) {
        self.name = name
        self.type = type
        self.sequence = sequence
        self.isStrict = isStrict
    }
}
