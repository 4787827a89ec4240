import TraceBytes

/// Adding: texts, and the attributes of the span, the event or the link that is being built.
extension SpanStore {
    private static var distinctValuesPerKey: UInt16 { 1024 }
    /// Longer texts are rarely repeated, and hashing them costs more than it saves.
    private static var longestInternedValue: Int { 256 }

    // MARK: Texts

    /// The number of a text; a new one is added.
    package mutating func intern(_ text: borrowing RawSpan) -> StringNumber {
        StringNumber(number: strings.intern(text))
    }

    /// Whether a number is that of this text: cheaper than to look for it, where it was the last time.
    package func isNumber(_ number: StringNumber, of text: borrowing RawSpan) -> Bool {
        strings.withBytes(of: number.number) { $0.equals(text) }
    }

    /// A text in the store that need not be in the table of strings.
    package struct StoredText: Sendable {
        let value: StoredValue
        package var isEmpty: Bool { value.kind == .internedText && value.payload == 0 }
        package static let empty = StoredText(value: StoredValue(.internedText, 0))
    }

    /// Adds the name of an event or the `tracestate` of a link.
    package mutating func store(_ text: borrowing RawSpan) -> StoredText {
        // Texts of events and links share the limit of key 0, the empty one.
        StoredText(value: store(text, valueOf: 0))
    }

    /// A text that may or may not repeat, as a value of a key.
    mutating func store(_ text: borrowing RawSpan, valueOf key: UInt32) -> StoredValue {
        guard text.byteCount <= Self.longestInternedValue else { return storeInArena(text) }
        if text.byteCount == 0 { return StoredValue(.internedText, 0) }
        let place = Int(key)
        if place >= keys.count {
            keys.append(contentsOf: repeatElement(KeyFacts(), count: place + 1 - keys.count))
        }
        // After a rollback the number may be that of another text, or of none yet: it is compared either way.
        let guess = keys[place].last
        if strings.holds(text, at: guess) { return StoredValue(.internedText, UInt64(guess)) }
        return storeAnother(text, valueOf: key)
    }

    /// A text that is not the last one of its key.
    private mutating func storeAnother(_ text: borrowing RawSpan, valueOf key: UInt32) -> StoredValue {
        let place = Int(key)
        let textKey = strings.key(of: text)
        if let known = strings.find(text, textKey) {
            keys[place].last = known
            return StoredValue(.internedText, UInt64(known))
        }
        guard keys[place].distinct < Self.distinctValuesPerKey else { return storeInArena(text) }
        keys[place].distinct += 1
        keysOfInternedValues.append(key)
        let number = strings.add(text, textKey)
        keys[place].last = number
        return StoredValue(.internedText, UInt64(number))
    }

    /// The number of a key; spans of one kind have the same keys in the same order.
    package mutating func internKey(_ key: borrowing RawSpan, of owner: AttributeOwner) -> StringNumber {
        let place = attributes.count - attributesOfLastSpan
        if owner == .span, attributesOfLastSpan > 0, place >= 0 {
            let guess = attributes[place].key
            if strings.holds(key, at: guess) { return StringNumber(number: guess) }
        }
        return intern(key)
    }

    private mutating func storeInArena(_ text: borrowing RawSpan) -> StoredValue {
        guard text.byteCount <= StoredValue.longestText else { return compose(.string(text.text())) }
        return StoredValue(.arenaText, texts.append(text), count: text.byteCount)
    }

    private mutating func storeBytes(_ bytes: borrowing RawSpan) -> StoredValue {
        guard bytes.byteCount <= StoredValue.longestText else { return compose(.bytes(bytes.copied())) }
        return StoredValue(.arenaBytes, texts.append(bytes), count: bytes.byteCount)
    }

    private mutating func compose(_ value: AttributeValue) -> StoredValue {
        composedValues.append(value)
        return StoredValue(.composed, UInt64(composedValues.count - 1))
    }

    private mutating func store(_ value: AttributeValue, of key: UInt32) -> StoredValue {
        switch value {
        case .string(let text):
            let bytes = Array(text.utf8)
            return store(bytes.span.bytes, valueOf: key)
        case .bool(let flag): return AttributeScalar.bool(flag).stored
        case .int(let number): return AttributeScalar.int(number).stored
        case .double(let number): return AttributeScalar.double(number).stored
        case .bytes(let bytes): return storeBytes(bytes.span.bytes)
        case .empty: return AttributeScalar.empty.stored
        case .array, .map: return compose(value)
        }
    }

    // MARK: Attributes

    /// Whose attributes are added.
    package enum AttributeOwner: Sendable {
        case span
        /// The event or the link that is being built.
        case part
    }

    /// Where the attributes of the next span begin.
    package struct AttributePosition: Sendable {
        let index: Int
        package static let start = AttributePosition(index: 0)
    }

    package var nextAttribute: AttributePosition { AttributePosition(index: attributes.count) }

    /// Adds an attribute with a text as its value.
    package mutating func appendAttribute(
        key: borrowing RawSpan, text: borrowing RawSpan, to owner: AttributeOwner = .span
    ) {
        appendAttribute(key: internKey(key, of: owner), text: text, to: owner)
    }

    /// Adds an attribute of any type.
    package mutating func appendAttribute(
        key: borrowing RawSpan, value: AttributeValue, to owner: AttributeOwner = .span
    ) {
        appendAttribute(key: internKey(key, of: owner), value: value, to: owner)
    }

    package mutating func appendAttribute(key: StringNumber, text: borrowing RawSpan, to owner: AttributeOwner) {
        append(StoredAttribute(value: store(text, valueOf: key.number), key: key.number), to: owner)
    }

    /// The same where the key had a value before: it is compared with that first, which is cheaper than to look for it.
    ///
    /// - Parameter last: the number of that value, any number of this store when there was none; the new one afterwards,
    ///   unless the value is one of so many that it has no number.
    package mutating func appendAttribute(
        key: StringNumber, text: borrowing RawSpan, last: inout StringNumber, to owner: AttributeOwner
    ) {
        if text.byteCount <= Self.longestInternedValue, isNumber(last, of: text) {
            let value = StoredValue(.internedText, UInt64(last.number))
            return append(StoredAttribute(value: value, key: key.number), to: owner)
        }
        let value = store(text, valueOf: key.number)
        if value.kind == .internedText { last = StringNumber(number: UInt32(truncatingIfNeeded: value.payload)) }
        append(StoredAttribute(value: value, key: key.number), to: owner)
    }

    package mutating func appendAttribute(key: StringNumber, bytes: borrowing RawSpan, to owner: AttributeOwner) {
        append(StoredAttribute(value: storeBytes(bytes), key: key.number), to: owner)
    }

    package mutating func appendAttribute(key: StringNumber, scalar: AttributeScalar, to owner: AttributeOwner) {
        append(StoredAttribute(value: scalar.stored, key: key.number), to: owner)
    }

    package mutating func appendAttribute(key: StringNumber, value: AttributeValue, to owner: AttributeOwner) {
        append(StoredAttribute(value: store(value, of: key.number), key: key.number), to: owner)
    }

    private mutating func append(_ attribute: StoredAttribute, to owner: AttributeOwner) {
        switch owner {
        case .span: attributes.append(attribute)
        case .part: nestedAttributes.append(attribute)
        }
    }
}

/// A value without text, bytes or parts: what ``AttributeValue`` would put on the heap.
package enum AttributeScalar: Sendable, Hashable {
    case int(Int64)
    case double(Double)
    case bool(Bool)
    case empty

    fileprivate var stored: StoredValue {
        switch self {
        case .int(let number): StoredValue(.int, UInt64(bitPattern: number))
        case .double(let number): StoredValue(.double, number.bitPattern)
        case .bool(let flag): StoredValue(.bool, flag ? 1 : 0)
        case .empty: StoredValue(.empty, 0)
        }
    }
}
