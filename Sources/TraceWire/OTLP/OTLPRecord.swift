import TraceBytes

/// A message as a payload spelt it: every field in order, nothing folded, converted or dropped.
///
/// Absent, `null`, empty, repeated, undeclared, mistyped and oddly spelt fields stay apart, in JSON as in protobuf; the
/// accessors answer what a rule asks most.
public struct OTLPRecord: Hashable, Sendable {
    public var message: OTLPMessage
    /// In the order of the wire, also the second of a singular field and those that are not declared.
    public var members: [OTLPMember]
    /// The offset in the payload: JSON's `{`, in protobuf the first byte behind the length.
    public var offset: Int

    public init(_ message: OTLPMessage, _ members: [OTLPMember] = [], at offset: Int = 0) {
        self.message = message
        self.members = members
        self.offset = offset
    }

    /// The value that counts: of a repeated singular field the last one (protobuf encoding, Last One Wins); nil when absent.
    public subscript(field: OTLPField) -> OTLPValue? {
        // By number, since members are not to be copied where rules look at one after another.
        var index = members.count
        while index > 0 {
            index -= 1
            if members[index].field == field { return members[index].value }
        }
        return nil
    }

    /// The values of a field in order, each element of JSON's arrays by itself; empty when absent.
    public func all(_ field: OTLPField) -> [OTLPValue] {
        members.filter { $0.field == field }.flatMap { member in
            if case .list(let elements) = member.value { elements } else { [member.value] }
        }
    }

    /// The messages of a field in order.
    public func records(_ field: OTLPField) -> [OTLPRecord] { all(field).compactMap(\.record) }

    /// The message of a singular field; nil when absent, `null` or mistyped.
    public func record(_ field: OTLPField) -> OTLPRecord? { self[field]?.record }

    /// The text of a field; nil when it is absent or not a text.
    public func text(_ field: OTLPField) -> String? { self[field]?.text }

    /// Members that are not declared.
    public var undeclared: [OTLPMember] { members.filter { $0.field == nil } }

    /// Of a request: every span with the groups around it, in order.
    public var spans: [OTLPSpanPlace] {
        records(.resourceSpans).enumerated().flatMap { resourceIndex, resource in
            resource.records(.scopeSpans).enumerated().flatMap { scopeIndex, scope in
                scope.records(.spans).enumerated().map { index, span in
                    OTLPSpanPlace(
                        span: span, scopeSpans: scope, resourceSpans: resource,
                        path: "resourceSpans[\(resourceIndex)].scopeSpans[\(scopeIndex)].spans[\(index)]")
                }
            }
        }
    }
}

/// A span of a payload with what is around it.
public struct OTLPSpanPlace: Hashable, Sendable {
    public let span: OTLPRecord
    public let scopeSpans: OTLPRecord
    public let resourceSpans: OTLPRecord
    /// `resourceSpans[0].scopeSpans[1].spans[2]`.
    public let path: String
}

/// A field with its value, and where it stands.
public struct OTLPMember: Hashable, Sendable {
    /// nil for a field that the message does not declare.
    public var field: OTLPField?
    /// JSON: the name, its escapes resolved. Protobuf: the name that JSON has for it, or the number: `999`.
    public var name: String
    public var value: OTLPValue
    /// The offset of the value's first byte in the payload; in protobuf of its length where it has one.
    public var offset: Int

    public init(_ field: OTLPField, _ value: OTLPValue, at offset: Int = 0) {
        self.field = field
        name = field.name
        self.value = value
        self.offset = offset
    }

    /// A field that is not declared.
    public init(undeclared name: String, _ value: OTLPValue, at offset: Int = 0) {
        field = nil
        self.name = name
        self.value = value
        self.offset = offset
    }
}

/// A value as the wire spelt it.
public enum OTLPValue: Hashable, Sendable {
    /// A text of JSON, whatever the field's type: identifiers, 64-bit integers, base64; or a string of protobuf.
    case text(String)
    /// Protobuf: identifiers and bytes.
    case octets([UInt8])
    /// JSON: the spelling; `2`, `2.0` and `2e0` differ.
    case number(String)
    case bool(Bool)
    case null
    /// Protobuf: integers, enums and booleans; negative ones as two's complement.
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case message(OTLPRecord)
    /// JSON: a repeated field.
    case list([OTLPValue])
    /// The bytes of a value that is not declared, or that has another form than its field: JSON's text without a wire type,
    /// or a value of protobuf with one, its length included.
    case other([UInt8], wireType: ProtobufWireType?)

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var octets: [UInt8]? { if case .octets(let octets) = self { octets } else { nil } }
    public var number: String? { if case .number(let spelling) = self { spelling } else { nil } }
    public var record: OTLPRecord? { if case .message(let record) = self { record } else { nil } }
    public var elements: [OTLPValue]? { if case .list(let elements) = self { elements } else { nil } }
}
