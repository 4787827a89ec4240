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

    /// The number of a key; of a span's the one that probably follows is compared first.
    package mutating func internKey(_ key: borrowing RawSpan, of owner: AttributeOwner) -> StringNumber {
        if owner == .span {
            let guess = shapes.likelyKey(behind: openShape)
            if strings.holds(key, at: guess) { return StringNumber(number: guess) }
        }
        return intern(key)
    }

    private mutating func storeInArena(_ text: borrowing RawSpan) -> StoredValue {
        guard text.byteCount <= StoredValue.longestText else { return compose(.string(text.text())) }
        return StoredValue(.arenaText, at: texts.append(text), count: text.byteCount)
    }

    private mutating func storeBytes(_ bytes: borrowing RawSpan) -> StoredValue {
        guard bytes.byteCount <= StoredValue.longestText else { return compose(.bytes(bytes.copied())) }
        return StoredValue(.arenaBytes, at: texts.append(bytes), count: bytes.byteCount)
    }

    private mutating func store(_ scalar: AttributeScalar) -> StoredValue {
        switch scalar {
        case .int(let number): return StoredValue(number) ?? storeWide(.wideInt, UInt64(bitPattern: number))
        case .double(let number): return storeWide(.double, number.bitPattern)
        case .bool(let flag): return StoredValue(.bool, flag ? 1 : 0)
        case .empty: return StoredValue(.empty)
        }
    }

    private mutating func storeWide(_ kind: StoredValue.Kind, _ bits: UInt64) -> StoredValue {
        wideNumbers.append(bits)
        return StoredValue(kind, UInt64(wideNumbers.count - 1))
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
        case .bool(let flag): return store(.bool(flag))
        case .int(let number): return store(.int(number))
        case .double(let number): return store(.double(number))
        case .bytes(let bytes): return storeBytes(bytes.span.bytes)
        case .empty: return store(.empty)
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
        append(store(text, valueOf: key.number), of: key, to: owner)
    }

    package mutating func appendAttribute(key: StringNumber, bytes: borrowing RawSpan, to owner: AttributeOwner) {
        append(storeBytes(bytes), of: key, to: owner)
    }

    package mutating func appendAttribute(key: StringNumber, scalar: AttributeScalar, to owner: AttributeOwner) {
        append(store(scalar), of: key, to: owner)
    }

    package mutating func appendAttribute(key: StringNumber, value: AttributeValue, to owner: AttributeOwner) {
        append(store(value, of: key.number), of: key, to: owner)
    }

    private mutating func append(_ value: StoredValue, of key: StringNumber, to owner: AttributeOwner) {
        switch owner {
        case .span:
            attributes.append(value)
            openShape = shapes.extend(openShape, by: key.number)
        case .part: nestedAttributes.append(StoredAttribute(value: value, key: key.number))
        }
    }
}

/// A value without text, bytes or parts: what ``AttributeValue`` would put on the heap.
package enum AttributeScalar: Sendable, Hashable {
    case int(Int64)
    case double(Double)
    case bool(Bool)
    case empty
}
