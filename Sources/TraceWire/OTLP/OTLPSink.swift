import TraceBytes

/// What an OTLP payload said, in the wire's words and order, whatever its encoding.
///
/// A sink is told every field, also the second of a singular one and those that the specification does not declare; absent
/// ones are not mentioned. It may refuse what it is told; the walker adds the path.
package protocol OTLPSink: ~Copyable {
    /// Whether it wants ``attribute(_:key:_:_:)`` for an attribute that has a key, then one value without parts, and
    /// nothing else. Records are told of their parts, spans take them whole.
    static var takesAttributesWhole: Bool { get }

    /// A message begins: the payload's own fields come without. Everything up to ``end(_:at:)`` belongs to it.
    mutating func begin(_ field: OTLPField, at offset: Int) throws(ReadError)
    mutating func end(_ field: OTLPField, at offset: Int) throws(ReadError)
    /// JSON: the array of a repeated field; its messages and values follow.
    mutating func beginList(_ field: OTLPField, at offset: Int) throws(ReadError)
    mutating func endList(_ field: OTLPField, at offset: Int) throws(ReadError)
    /// A field without parts. JSON's `null` comes here for fields of every type.
    mutating func value(_ field: OTLPField, _ value: borrowing OTLPScalar) throws(ReadError)
    /// An attribute as a whole: `member` is the field of `AnyValue` that has the value.
    mutating func attribute(
        _ field: OTLPField, key: borrowing RawSpan, _ member: OTLPField, _ value: borrowing OTLPScalar
    ) throws(ReadError)
    /// A declared field in a form that its type does not have: an object for a text, a varint for eight bytes.
    mutating func mistyped(
        _ field: OTLPField, value: borrowing RawSpan, wireType: ProtobufWireType?, at range: Range<Int>
    ) throws(ReadError)
    /// JSON: a member that is not declared, with the text of its value.
    mutating func unknown(
        named name: borrowing RawSpan, value: borrowing RawSpan, at range: Range<Int>
    ) throws(ReadError)
    /// Protobuf: a field that is not declared, with the bytes of its value.
    mutating func unknown(
        numbered number: UInt32, value: borrowing RawSpan, wireType: ProtobufWireType?, at range: Range<Int>
    ) throws(ReadError)

    /// Protobuf: the bytes of a resource, before it is read; true when the sink knows them, which then is told nothing of it.
    mutating func takesKnown(resource message: borrowing RawSpan) -> Bool
    /// The bytes of a resource that was read.
    mutating func remember(resource message: borrowing RawSpan)
}

extension OTLPSink where Self: ~Copyable {
    package mutating func takesKnown(resource message: borrowing RawSpan) -> Bool { false }
    package mutating func remember(resource message: borrowing RawSpan) {}
}

/// A value without parts, as the wire spelt it.
package struct OTLPScalar: ~Escapable {
    package enum Form: UInt8, Sendable {
        /// JSON's text, its escapes resolved, or protobuf's string.
        case text
        /// Protobuf's bytes.
        case octets
        /// JSON's number, as spelt.
        case number
        case `true`, `false`, null
        case varint, fixed32, fixed64
    }

    package let form: Form
    /// The UTF-8 of a text, the bytes of octets, the spelling of everything else in JSON.
    package let bytes: RawSpan
    /// Protobuf's number.
    package let bits: UInt64
    /// Where the value stands in the payload, quotes or length included.
    package let range: Range<Int>

    @inline(__always)
    @_lifetime(copy bytes)
    package init(_ form: Form, _ bytes: RawSpan, bits: UInt64 = 0, at range: Range<Int>) {
        self.form = form
        self.bytes = bytes
        self.bits = bits
        self.range = range
    }

    package var offset: Int { range.lowerBound }
}
