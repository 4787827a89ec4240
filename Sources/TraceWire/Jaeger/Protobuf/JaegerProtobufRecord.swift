import TraceBytes

/// A message as a payload spelt it: every field in order, nothing folded, converted or dropped; absent, empty, repeated,
/// undeclared and mistyped ones stay apart.
public struct JaegerProtobufRecord: Hashable, Sendable {
    public var message: JaegerProtobufMessage
    /// In the order of the wire, also the second of a singular field and those that are not declared.
    public var members: [JaegerProtobufMember]
    /// The offset of the message's first byte in the payload, behind its length.
    public var offset: Int

    public init(_ message: JaegerProtobufMessage, _ members: [JaegerProtobufMember] = [], at offset: Int = 0) {
        self.message = message
        self.members = members
        self.offset = offset
    }

    /// The member that counts: of a repeated singular field the last one (protobuf encoding, Last One Wins); nil when
    /// absent.
    public func member(_ field: JaegerProtobufField) -> JaegerProtobufMember? {
        // By index, so that no member is copied but the one that is found: rules look up many of each tag.
        var index = members.count
        while index > 0 {
            index -= 1
            if members[index].field == field { return members[index] }
        }
        return nil
    }

    public subscript(field: JaegerProtobufField) -> JaegerProtobufValue? { member(field)?.value }

    /// The varint of a field; nil when it is absent or mistyped.
    public func number(_ field: JaegerProtobufField) -> UInt64? { self[field]?.number }
    /// The same of 32 bits with sign, as enums and nanos are read: higher bits are cut off.
    public func int32(_ field: JaegerProtobufField) -> Int32? { number(field).map { Int32(truncatingIfNeeded: $0) } }
    public func int64(_ field: JaegerProtobufField) -> Int64? { number(field).map { Int64(bitPattern: $0) } }
    public func text(_ field: JaegerProtobufField) -> String? { self[field]?.text }
    public func octets(_ field: JaegerProtobufField) -> [UInt8]? { self[field]?.octets }

    /// The messages of a field in order.
    public func records(_ field: JaegerProtobufField) -> [JaegerProtobufRecord] {
        members.compactMap { $0.field == field ? $0.value.record : nil }
    }

    /// The message of a singular field: of several, the fields of all in one (protobuf encoding, Last One Wins); nil when
    /// absent.
    public func record(_ field: JaegerProtobufField) -> JaegerProtobufRecord? {
        var merged: JaegerProtobufRecord?
        for index in members.indices where members[index].field == field {
            guard case .record(let record) = members[index].value else { continue }
            if merged == nil { merged = record } else { merged?.members += record.members }
        }
        return merged
    }

    /// Of a request: every span in order.
    public var spans: [JaegerProtobufRecord] { record(.batch)?.records(.spans) ?? [] }
}

/// A field with its value, and where it stands.
public struct JaegerProtobufMember: Hashable, Sendable {
    /// nil for a field that the message does not declare.
    public var field: JaegerProtobufField?
    public var value: JaegerProtobufValue
    /// The offset of the value's first byte in the payload, behind its length where it has one.
    public var offset: Int

    public init(_ field: JaegerProtobufField?, _ value: JaegerProtobufValue, at offset: Int = 0) {
        self.field = field
        self.value = value
        self.offset = offset
    }
}

/// A value as the wire had it.
public enum JaegerProtobufValue: Hashable, Sendable {
    /// An integer, an enum or a boolean: the whole varint, negative numbers as two's complement.
    case number(UInt64)
    /// By its bits, so that not-a-numbers are equal to themselves and 0 is not -0.
    case double(bits: UInt64)
    case text(String)
    /// Ids, and the value of `v_binary`.
    case octets([UInt8])
    case record(JaegerProtobufRecord)
    /// The bytes of a field that is not declared, or that has another wire type than its declaration; a length included.
    case stray(number: UInt32, wireType: ProtobufWireType?, bytes: [UInt8])

    public var number: UInt64? { if case .number(let number) = self { number } else { nil } }
    public var double: Double? { if case .double(let bits) = self { Double(bitPattern: bits) } else { nil } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var octets: [UInt8]? { if case .octets(let octets) = self { octets } else { nil } }
    public var record: JaegerProtobufRecord? { if case .record(let record) = self { record } else { nil } }
}
