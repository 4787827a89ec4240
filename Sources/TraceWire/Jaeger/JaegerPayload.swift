import TraceBytes

/// A payload as it was spelt: the envelope, the batches, and what stood behind them.
public struct JaegerPayload: Hashable, Sendable {
    /// nil for a bare batch.
    public var message: JaegerMessage?
    /// One, but for a message that carries a list of them.
    public var batches: [JaegerStruct]
    /// Fields of the arguments that no method has.
    public var strayArguments: [JaegerMember]
    /// Bytes behind the value, which servers ignore; nil when there are none.
    public var trailingBytes: Range<Int>?

    public init(
        message: JaegerMessage? = nil, batches: [JaegerStruct] = [], strayArguments: [JaegerMember] = [],
        trailingBytes: Range<Int>? = nil
    ) {
        self.message = message
        self.batches = batches
        self.strayArguments = strayArguments
        self.trailingBytes = trailingBytes
    }

    /// The spans of all batches.
    public var spans: [JaegerStruct] { batches.flatMap { $0.list(.spans) ?? [] } }
}

/// The envelope of a batch.
public struct JaegerMessage: Hashable, Sendable {
    /// `emitBatch`.
    public var method: String
    /// 1 call, which some clients send, 4 oneway, which the IDL declares.
    public var type: UInt8
    public var sequence: Int32
    /// Whether the header said the version of its encoding.
    public var isStrict: Bool

    public init(method: String, type: UInt8, sequence: Int32, isStrict: Bool = true) {
        self.method = method
        self.type = type
        self.sequence = sequence
        self.isStrict = isStrict
    }
}

/// A struct as it was spelt: every field in order, nothing dropped; absent, empty, repeated, unknown and mistyped ones stay
/// apart.
public struct JaegerStruct: Hashable, Sendable {
    public var members: [JaegerMember]
    /// The offset of the struct's first byte in the payload.
    public var offset: Int

    public init(_ members: [JaegerMember] = [], at offset: Int = 0) {
        self.members = members
        self.offset = offset
    }

    /// The values of every field of this name, in order; empty when absent.
    public func all(_ field: JaegerField) -> [JaegerValue] {
        members.filter { $0.field == field }.map(\.value)
    }

    /// The value that counts: the last one, as readers made from the IDL take a repetition; nil when absent.
    public subscript(field: JaegerField) -> JaegerValue? {
        // By index, so that no field is copied but the one that is found: rules look up many of each tag.
        var index = members.count
        while index > 0 {
            index -= 1
            if members[index].field == field { return members[index].value }
        }
        return nil
    }

    public func number(_ field: JaegerField) -> Int64? { self[field]?.number }
    /// nil when absent, and when it is not UTF-8.
    public func text(_ field: JaegerField) -> String? { self[field]?.text }
    public func part(_ field: JaegerField) -> JaegerStruct? { self[field]?.part }
    public func list(_ field: JaegerField) -> [JaegerStruct]? { self[field]?.list }
}

/// A field of a struct, and where its value stands.
public struct JaegerMember: Hashable, Sendable {
    /// nil when the IDL does not know it, or knows it with another type; then the value says what it was.
    public var field: JaegerField?
    public var value: JaegerValue
    /// The offset of the value's first byte in the payload; of a boolean in the compact encoding, of its head.
    public var offset: Int

    public init(_ field: JaegerField?, _ value: JaegerValue, at offset: Int = 0) {
        self.field = field
        self.value = value
        self.offset = offset
    }
}

/// A value as the wire had it. Parts lie behind arrays already, so that no value needs a box of its own.
public enum JaegerValue: Hashable, Sendable {
    /// Of 32 or 64 bits; ids as the signed numbers that they are on the wire.
    case number(Int64)
    /// By its bits, so that not-a-numbers are equal to themselves and 0 is not -0.
    case double(bits: UInt64)
    case flag(Bool)
    case text(String)
    /// A text that is not UTF-8, or the value of `vBinary`.
    case bytes([UInt8])
    case part(JaegerStruct)
    case list([JaegerStruct])
    /// The bytes of a field that is not known by this id and type.
    case stray(id: Int16, type: ThriftType, bytes: [UInt8])

    public var number: Int64? { if case .number(let number) = self { number } else { nil } }
    public var double: Double? { if case .double(let bits) = self { Double(bitPattern: bits) } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    public var part: JaegerStruct? { if case .part(let part) = self { part } else { nil } }
    public var list: [JaegerStruct]? { if case .list(let list) = self { list } else { nil } }
}
