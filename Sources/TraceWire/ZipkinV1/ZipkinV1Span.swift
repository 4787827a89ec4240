/// A payload as it was spelt.
public struct ZipkinV1Payload: Hashable, Sendable {
    /// nil but for datagrams.
    public var message: JaegerMessage?
    public var spans: [ZipkinV1Span]
    /// Bytes behind the value, which readers of Thrift ignore; nil when there are none.
    public var trailingBytes: Range<Int>?

    public init(message: JaegerMessage? = nil, spans: [ZipkinV1Span] = [], trailingBytes: Range<Int>? = nil) {
        self.message = message
        self.spans = spans
        self.trailingBytes = trailingBytes
    }
}

/// A span as a payload spelt it: every member in order, nothing padded, folded, split or dropped.
public struct ZipkinV1Span: Hashable, Sendable {
    /// In the order of the wire, also the second of a name and those that the specification does not know.
    public var members: [ZipkinV1Member]
    /// The offset of the span's first byte in the payload.
    public var offset: Int

    public init(_ members: [ZipkinV1Member] = [], at offset: Int = 0) {
        self.members = members
        self.offset = offset
    }

    /// The values of every member of this name, in order; empty when absent.
    public func all(_ field: ZipkinV1Field) -> [ZipkinV1Value] {
        members.filter { $0.name == field.rawValue }.map(\.value)
    }

    /// The value that counts, the last member of this name; nil when absent.
    public subscript(field: ZipkinV1Field) -> ZipkinV1Value? { members.value(of: field) }

    /// The members of each annotation; nil when the list is absent.
    public var annotations: [[ZipkinV1Member]]? { self[.annotations]?.elements?.map { $0.members ?? [] } }
    /// The members of each binary annotation; nil when the list is absent.
    public var binaryAnnotations: [[ZipkinV1Member]]? { self[.binaryAnnotations]?.elements?.map { $0.members ?? [] } }
}

/// A name with its value, and where it stands. Fields of Thrift have JSON's names, `annotationType` and `traceIdHigh`
/// excepted, which JSON does not have; one that the IDL does not know is called `7:i64`.
public struct ZipkinV1Member: Hashable, Sendable {
    public var name: String
    public var value: ZipkinV1Value
    /// The offset of the value's first byte in the payload.
    public var offset: Int

    public init(_ name: String, _ value: ZipkinV1Value, at offset: Int = 0) {
        self.name = name
        self.value = value
        self.offset = offset
    }
}

extension [ZipkinV1Member] {
    /// The value that counts, the last member of this name; nil when absent.
    func value(of field: ZipkinV1Field) -> ZipkinV1Value? {
        let name = field.rawValue
        // By index, so that no member is copied but the one that is found: rules look up a dozen of each span.
        var index = count
        while index > 0 {
            index -= 1
            if self[index].name == name { return self[index].value }
        }
        return nil
    }
}

/// A value as the wire had it. Parts lie behind arrays already, so that no value needs a box of its own.
public enum ZipkinV1Value: Hashable, Sendable {
    case text(String)
    /// Thrift: a text that is not UTF-8, an `ipv6`, or the value of a binary annotation.
    case bytes([UInt8])
    /// JSON: the spelling; `8080`, `8080.0` and `8.08e3` differ.
    case number(String)
    /// Thrift: ids as the signed numbers that they are on the wire.
    case integer(Int64)
    case bool(Bool)
    case null
    /// An endpoint or an annotation.
    case object([ZipkinV1Member])
    case array([ZipkinV1Value])
    /// The bytes of a member that the specification does not know.
    case unknown([UInt8])

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    public var number: String? { if case .number(let spelling) = self { spelling } else { nil } }
    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    public var boolean: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var members: [ZipkinV1Member]? { if case .object(let members) = self { members } else { nil } }
    public var elements: [ZipkinV1Value]? { if case .array(let elements) = self { elements } else { nil } }
}
