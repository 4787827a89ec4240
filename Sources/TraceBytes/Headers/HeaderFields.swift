/// The header fields of one message, in the order and the spelling in which they arrived.
///
/// Names and values are bytes, not text: a tap must give on what it got, and a rule must see what was sent. One buffer
/// holds them all as HTTP/1.1 writes them, `name: value` and a line end each, so that a message of ten fields costs two
/// allocations, is taken over line by line, and goes out in one piece. Lookups ignore the ASCII case of names (RFC 9110
/// section 5.1) and never join fields: two fields of one name stay two.
public struct HeaderFields: Sendable {
    /// The lines of all fields in order, and nothing else.
    @usableFromInline var storage: [UInt8] = []
    @usableFromInline var spans: [FieldSpan] = []
    /// Bit n: a name that was added has n bytes, modulo 64. Most names that are asked for are of a length that no field
    /// has, and are found missing without a look at the fields.
    @usableFromInline var lengths: UInt64 = 0

    @usableFromInline
    struct FieldSpan: Sendable {
        @usableFromInline var name: Range<Int>
        @usableFromInline var value: Range<Int>

        @usableFromInline
        init(name: Range<Int>, value: Range<Int>) {
            self.name = name
            self.value = value
        }
    }

    public init() {}

    public init(_ fields: [(String, String)]) {
        for (name, value) in fields { append(name, value) }
    }

    /// The fields of others behind the first so many.
    public init(_ others: HeaderFields, droppingFirst count: Int) {
        guard count > 0 else {
            self = others
            return
        }
        guard count < others.spans.count else { return }
        let start = others.spans[count].name.lowerBound
        storage = Array(others.storage[start...])
        spans.reserveCapacity(others.spans.count - count)
        for span in others.spans[count...] {
            spans.append(FieldSpan(name: span.name.shifted(by: -start), value: span.value.shifted(by: -start)))
            lengths |= Self.lengthBit(span.name.count)
        }
    }

    /// Adds a field at the end; nothing is replaced and nothing is checked (serializers refuse what is not a field).
    public mutating func append(_ name: String, _ value: String) {
        append(name: name.utf8, value: value.utf8)
    }

    @inlinable
    public mutating func append(name: some Collection<UInt8>, value: some Collection<UInt8>) {
        appendLine(name: name) { $0.append(contentsOf: value) }
    }

    /// Adds a field whose value the closure writes: at the end of the bytes that it is lent, where it may only add.
    public mutating func append(_ name: String, writingValue write: (inout [UInt8]) -> Void) {
        appendLine(name: name.utf8, writingValue: write)
    }

    /// Adds a field of a message that was received: its name and, behind it, its value in these bytes.
    public mutating func append(from bytes: Span<UInt8>, name: Range<Int>, value: Range<Int>) {
        // Unsafe: the buffers do not leave the closures.
        let isPlain =
            value.lowerBound == name.upperBound + 2 && bytes[name.upperBound] == 0x3a
            && bytes[name.upperBound + 1] == 0x20
        if isPlain {
            // Written as it is kept here, as nearly all are: taken over in one piece.
            let start = storage.count
            bytes.extracting(name.lowerBound..<value.upperBound).withUnsafeBufferPointer {
                storage.append(contentsOf: $0)
            }
            endLine(name: start..<start + name.count, valueFrom: start + name.count + 2)
        } else {
            bytes.extracting(name).withUnsafeBufferPointer { name in
                appendLine(name: name) { storage in
                    bytes.extracting(value).withUnsafeBufferPointer { storage.append(contentsOf: $0) }
                }
            }
        }
    }

    @inlinable
    mutating func appendLine(name: some Collection<UInt8>, writingValue write: (inout [UInt8]) -> Void) {
        let start = storage.count
        storage.append(contentsOf: name)
        let end = storage.count
        storage.append(0x3a)
        storage.append(0x20)
        write(&storage)
        endLine(name: start..<end, valueFrom: end + 2)
    }

    /// Notes the field whose value ends with the bytes, and ends its line.
    @usableFromInline
    mutating func endLine(name: Range<Int>, valueFrom start: Int) {
        spans.append(FieldSpan(name: name, value: start..<storage.count))
        storage.append(0x0d)
        storage.append(0x0a)
        lengths |= Self.lengthBit(name.count)
    }

    @inlinable @inline(__always)
    static func lengthBit(_ count: Int) -> UInt64 { 1 << UInt64(truncatingIfNeeded: count & 63) }

    @inlinable @inline(__always)
    func mayContain(_ name: String) -> Bool { lengths & Self.lengthBit(name.utf8.count) != 0 }

    /// All fields as HTTP/1.1 writes them: `Host: a` CR LF `Accept: b` CR LF. Empty for no fields.
    public var lines: [UInt8] { storage }

    /// Room for so many more fields, whose names and values have so many bytes together.
    public mutating func reserveCapacity(bytes: Int, fields: Int) {
        storage.reserveCapacity(storage.count + bytes + 4 * fields)
        spans.reserveCapacity(spans.count + fields)
    }

    public mutating func append(_ field: HeaderField) {
        append(name: field.name, value: field.value)
    }

    /// Adds fields at the end, in their order.
    public mutating func append(contentsOf others: HeaderFields) {
        let offset = storage.count
        storage.append(contentsOf: others.storage)
        for span in others.spans {
            spans.append(FieldSpan(name: span.name.shifted(by: offset), value: span.value.shifted(by: offset)))
        }
        lengths |= others.lengths
    }

    /// Removes every field of this name, whatever its case; says how many there were.
    @discardableResult
    public mutating func removeAll(named name: String) -> Int {
        guard contains(name) else { return 0 }
        var kept = HeaderFields()
        for span in spans where !isNamed(span, name) { kept.append(field(span)) }
        defer { self = kept }
        return spans.count - kept.spans.count
    }

    /// Puts one field in the place of all of this name: at the end, once.
    public mutating func replace(_ name: String, with value: String) {
        removeAll(named: name)
        append(name, value)
    }

    /// The fields of this name in order, whatever its case.
    @inlinable
    public func all(_ name: String) -> [HeaderField] {
        guard mayContain(name) else { return [] }
        return spans.compactMap { isNamed($0, name) ? field($0) : nil }
    }

    /// The first field of this name, whatever its case.
    @inlinable
    public func first(_ name: String) -> HeaderField? {
        guard mayContain(name) else { return nil }
        return spans.first { isNamed($0, name) }.map(field)
    }

    /// The value of the first field of this name, whatever its case, and how many fields have the name.
    public func firstValue(_ name: String) -> (value: ArraySlice<UInt8>, count: Int)? {
        guard mayContain(name), let first = spans.firstIndex(where: { isNamed($0, name) }) else { return nil }
        var count = 1
        for span in spans[(first + 1)...] where isNamed(span, name) { count += 1 }
        return (storage[spans[first].value], count)
    }

    /// Whether the first field of this name, whatever its case, has a value that begins with these bytes; and what stands
    /// behind them, nil for nothing. Asked of every request, so that nothing is copied.
    public func firstValue(_ name: String, beginsWith literal: StaticString) -> (begins: Bool, next: UInt8?) {
        guard mayContain(name), let span = spans.first(where: { isNamed($0, name) }) else { return (false, nil) }
        let value = storage.span.bytes.clamped(to: span.value)
        return (value.begins(with: literal, at: 0), value.byte(at: literal.utf8CodeUnitCount))
    }

    /// The text of the first field of this name; bytes that are not UTF-8 appear as U+FFFD.
    public func text(_ name: String) -> String? { first(name)?.valueText }

    public func contains(_ name: String) -> Bool {
        mayContain(name) && spans.contains { isNamed($0, name) }
    }

    /// Tells most names apart by their length, before any byte is looked at.
    @inlinable
    func isNamed(_ span: FieldSpan, _ name: String) -> Bool {
        span.name.count == name.utf8.count && isSpelt(span.name, name)
    }

    @usableFromInline
    func isSpelt(_ range: Range<Int>, _ name: String) -> Bool {
        let isSpelt = name.utf8.withContiguousStorageIfAvailable { utf8 in
            storage.span.extracting(range).bytes.equalsIgnoringASCIICase(utf8.span.bytes)
        }
        return isSpelt ?? TraceBytes.equalsIgnoringASCIICase(storage[range], name.utf8)
    }

    /// The bytes of all fields and where each field stands in them, for readers that would not copy.
    @inlinable
    public func forEach<Failure: Error>(
        _ body: (_ bytes: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        let bytes = storage.span
        for span in spans { try body(bytes, span.name, span.value) }
    }

    @usableFromInline
    func field(_ span: FieldSpan) -> HeaderField {
        HeaderField(name: storage[span.name], value: storage[span.value])
    }
}

extension HeaderFields: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { spans.count }
    public subscript(position: Int) -> HeaderField { field(spans[position]) }
}

extension HeaderFields: Hashable {
    /// Equal when the same fields stand in the same order, byte by byte.
    public static func == (left: HeaderFields, right: HeaderFields) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }

    public func hash(into hasher: inout Hasher) {
        for field in self {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
    }
}

extension HeaderFields: CustomStringConvertible {
    public var description: String { map(\.description).joined(separator: "\n") }
}

/// One header field: `x-b3-sampled: 1`.
public struct HeaderField: Sendable, Equatable, CustomStringConvertible {
    /// As spelt by the sender.
    public let name: ArraySlice<UInt8>
    /// Without the white space around it (RFC 9112 section 5.1).
    public let value: ArraySlice<UInt8>

    public init(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        self.name = name
        self.value = value
    }

    public var nameText: String { String(decoding: name, as: UTF8.self) }
    public var valueText: String { String(decoding: value, as: UTF8.self) }
    public var description: String { "\(nameText): \(valueText)" }

    public func isNamed(_ other: String) -> Bool { equalsIgnoringASCIICase(name, other.utf8) }
}

extension Range<Int> {
    fileprivate func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}

extension RawSpan {
    /// Whether both are equal when the letters A to Z count as a to z; no other folding.
    func equalsIgnoringASCIICase(_ other: borrowing RawSpan) -> Bool {
        guard byteCount == other.byteCount else { return false }
        var offset = 0
        // Eight at a time as long as they are the same; mostly all are, or the first are not.
        while let left = word(at: offset), let right = other.word(at: offset), left == right { offset += 8 }
        // The last eight once more, in place of up to seven one by one.
        if byteCount >= 8, byteCount - offset < 8, word(at: byteCount - 8) == other.word(at: byteCount - 8) {
            return true
        }
        while let left = byte(at: offset), let right = other.byte(at: offset) {
            guard asciiLowercased(left) == asciiLowercased(right) else { return false }
            offset += 1
        }
        return true
    }
}

/// Whether two texts are equal when the letters A to Z count as a to z; no other folding.
@inlinable
public func equalsIgnoringASCIICase(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
}

@inlinable
public func asciiLowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
}
