import TraceBytes

/// A span as a payload spelt it: every member in order, nothing padded, folded or dropped.
///
/// Absent, `null`, empty, repeated, unknown and oddly spelt members stay apart; the accessors answer what a rule asks most.
public struct ZipkinV2Span: Hashable, Sendable {
    /// In the order of the wire, also the second of a name and those that the specification does not know.
    public var members: [ZipkinV2Member]
    /// The offset of the span's first byte in the payload.
    public var offset: Int

    public init(_ members: [ZipkinV2Member] = [], at offset: Int = 0) {
        self.members = members
        self.offset = offset
    }

    /// The values of every member of this name, in order; empty when absent.
    public func all(_ field: ZipkinV2Field) -> [ZipkinV2Value] {
        members.filter { $0.name == field.rawValue }.map(\.value)
    }

    /// The value that counts: the last member of this name, as the reference server reads a repetition; nil when absent.
    public subscript(field: ZipkinV2Field) -> ZipkinV2Value? {
        member(field)?.value
    }

    /// The member that counts, with its place.
    func member(_ field: ZipkinV2Field) -> ZipkinV2Member? {
        members[field.rawValue]
    }

    /// The text of a member; nil when it is absent or not a text.
    public func text(_ field: ZipkinV2Field) -> String? { self[field]?.text }

    /// As spelt; of protobuf two lower-case digits for each byte. nil when absent or neither text nor bytes.
    public var traceId: String? { self[.traceId]?.identifier }
    /// As spelt; of protobuf two lower-case digits for each byte.
    public var parentId: String? { self[.parentId]?.identifier }
    /// As spelt; of protobuf two lower-case digits for each byte.
    public var id: String? { self[.id]?.identifier }
    public var kind: String? { text(.kind) }
    public var name: String? { text(.name) }
    /// Microseconds as spelt: `1700000000123457`; nil when absent or not a number.
    public var timestamp: String? { self[.timestamp]?.number }
    /// Microseconds as spelt; nil when absent or not a number.
    public var duration: String? { self[.duration]?.number }
    public var localEndpoint: [ZipkinV2Member]? { self[.localEndpoint]?.members }
    public var remoteEndpoint: [ZipkinV2Member]? { self[.remoteEndpoint]?.members }
    /// The members of each annotation, of all members of that name together; nil when there is none.
    public var annotations: [[ZipkinV2Member]]? {
        let lists = all(.annotations).compactMap(\.elements)
        return lists.isEmpty ? nil : lists.joined().map { $0.members ?? [] }
    }
    /// In the order of the wire, repeated keys kept, of all members of that name together; nil when there is none.
    public var tags: [ZipkinV2Member]? {
        var tags: [ZipkinV2Member]?
        for member in members {
            guard case .object(let entries) = member.value, member.name == "tags" else { continue }
            tags = tags.map { $0 + entries } ?? entries
        }
        return tags
    }
    public var debug: Bool? { self[.debug]?.boolean }
    public var shared: Bool? { self[.shared]?.boolean }
}

/// A name with its value, and where it stands.
public struct ZipkinV2Member: Hashable, Sendable {
    public var name: String
    public var value: ZipkinV2Value
    /// The offset of the value's first byte in the payload.
    public var offset: Int

    public init(_ name: String, _ value: ZipkinV2Value, at offset: Int = 0) {
        self.name = name
        self.value = value
        self.offset = offset
    }
}

extension [ZipkinV2Member] {
    /// The member that counts, the last of its name.
    subscript(name: String) -> ZipkinV2Member? {
        // Lengths tell most names apart, and are at hand.
        let count = name.utf8.count
        return last { $0.name.utf8.count == count && $0.name == name }
    }
}

/// A value as the wire spelt it.
public enum ZipkinV2Value: Hashable, Sendable {
    case text(String)
    /// The spelling: `8080`, `8080.0` and `8.08e3` differ.
    case number(String)
    case bool(Bool)
    case null
    /// An endpoint, an annotation or tags.
    case object([ZipkinV2Member])
    /// Annotations.
    case array([ZipkinV2Value])
    /// The bytes of a member that the specification does not know, as text.
    case unknown(String)
    /// Protobuf: an identifier or an address, of any length; the value of a field that the specification does not know, with
    /// the length that stands before it.
    case bytes([UInt8])

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    /// A text, or the digits of bytes.
    fileprivate var identifier: String? { if case .bytes(let bytes) = self { hexDigits(bytes) } else { text } }
    public var number: String? { if case .number(let spelling) = self { spelling } else { nil } }
    public var boolean: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var members: [ZipkinV2Member]? { if case .object(let members) = self { members } else { nil } }
    public var elements: [ZipkinV2Value]? { if case .array(let elements) = self { elements } else { nil } }
}
