import TraceBytes
import TraceModel

/// Attributes, lists and maps that are open while their values are put together: for what is not told as a whole.
struct OTLPValueStack {
    private var frames: [Frame] = []

    /// An attribute or an entry of a map (a key and a value), an element of a list (a value), or a list or a map itself.
    private struct Frame {
        var key = ""
        var value = AttributeValue.empty
        var members = 0
        var elements: [AttributeValue] = []
        var entries: [Attribute] = []
    }

    mutating func open() { frames.append(Frame()) }

    /// Takes the innermost attribute away.
    mutating func close() -> Attribute {
        let frame = frames.popLast() ?? Frame()
        return Attribute(frame.key, frame.value)
    }

    mutating func setKey(_ key: String) { change { $0.key = key } }

    mutating func set(_ value: AttributeValue) { change { $0.value = value } }

    /// The value of the innermost attribute begins; a second one is merged with the first (protobuf encoding, Last One
    /// Wins), so that of their members the last counts.
    mutating func beginValue() { change { $0.members = 0 } }

    /// Counts a member of the innermost value, of which JSON allows one (protobuf, JSON Mapping, `oneof`).
    mutating func countMember(at offset: Int, isJSON: Bool) throws(ReadError) {
        change { $0.members += 1 }
        if isJSON, let frame = frames.last, frame.members > 1 {
            throw ReadError(.invalidValue("a value has one member"), at: offset)
        }
    }

    /// The list becomes the value of what is around it.
    mutating func closeArray() {
        let frame = frames.popLast() ?? Frame()
        set(.array(frame.elements))
    }

    mutating func closeMap() {
        let frame = frames.popLast() ?? Frame()
        set(.map(frame.entries))
    }

    mutating func closeElement() {
        let element = close()
        change { $0.elements.append(element.value) }
    }

    mutating func closeEntry() {
        let entry = close()
        change { $0.entries.append(entry) }
    }

    private mutating func change(_ body: (inout Frame) -> Void) {
        guard let last = frames.indices.last else { return }
        body(&frames[last])
    }
}

extension OTLPScalar {
    /// The value that a member of `AnyValue` has.
    func attributeValue(_ member: OTLPField) throws(ReadError) -> AttributeValue {
        switch member {
        case _ where form == .null: return .empty
        case .stringValue: return .string(try text().text())
        case .boolValue: return .bool(try flag())
        case .intValue: return .int(try signed64())
        case .doubleValue: return .double(try double())
        case .bytesValue: return .bytes(try octets())
        default:
            // Only profiles use it; everywhere else it is as if absent (common.proto, AnyValue).
            _ = try enumeration()
            return .empty
        }
    }

    @inline(never)
    static func mistyped(_ field: OTLPField, wireType: ProtobufWireType?, at range: Range<Int>) -> ReadError {
        let reason =
            if let wireType {
                "\(field.name) has wire type \(wireType.rawValue), not \(field.type.wireType.rawValue)"
            } else {
                "\(field.name) is \(field.jsonShape)"
            }
        return ReadError(.invalidValue(reason), at: range.lowerBound)
    }
}

extension OTLPField {
    /// What JSON has for it, as a sentence part.
    fileprivate var jsonShape: String {
        switch type {
        case .message: isRepeated ? "an array of objects" : "an object"
        default: isRepeated ? "an array of texts" : "a value without parts"
        }
    }
}
