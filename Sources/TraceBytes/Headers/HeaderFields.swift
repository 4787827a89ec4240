/// The header fields of one message, in the order and the spelling in which they arrived.
///
/// Names and values are bytes, not text: a tap must give on what it got, and a rule must see what was sent. One buffer
/// holds them all, so that a message of ten fields costs two allocations. Lookups ignore the ASCII case of names
/// (RFC 9110 section 5.1) and never join fields: two fields of one name stay two.
public struct HeaderFields: Sendable {
    @usableFromInline var storage: [UInt8] = []
    @usableFromInline var spans: [FieldSpan] = []

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

    /// Adds a field at the end; nothing is replaced and nothing is checked (serializers refuse what is not a field).
    public mutating func append(_ name: String, _ value: String) {
        append(name: name.utf8, value: value.utf8)
    }

    @inlinable
    public mutating func append(name: some Collection<UInt8>, value: some Collection<UInt8>) {
        let start = storage.count
        storage.append(contentsOf: name)
        let middle = storage.count
        storage.append(contentsOf: value)
        spans.append(FieldSpan(name: start..<middle, value: middle..<storage.count))
    }

    /// Room for so many more fields, whose names and values have so many bytes together.
    public mutating func reserveCapacity(bytes: Int, fields: Int) {
        storage.reserveCapacity(storage.count + bytes)
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
    }

    /// Removes every field of this name, whatever its case; says how many there were.
    @discardableResult
    public mutating func removeAll(named name: String) -> Int {
        guard contains(name) else { return 0 }
        let kept = spans.filter { !isNamed($0, name) }
        defer { spans = kept }
        return spans.count - kept.count
    }

    /// Puts one field in the place of all of this name: at the end, once.
    public mutating func replace(_ name: String, with value: String) {
        removeAll(named: name)
        append(name, value)
    }

    /// The fields of this name in order, whatever its case.
    @inlinable
    public func all(_ name: String) -> [HeaderField] {
        spans.compactMap { isNamed($0, name) ? field($0) : nil }
    }

    /// The first field of this name, whatever its case.
    @inlinable
    public func first(_ name: String) -> HeaderField? {
        spans.first { isNamed($0, name) }.map(field)
    }

    /// The text of the first field of this name; bytes that are not UTF-8 appear as U+FFFD.
    public func text(_ name: String) -> String? { first(name)?.valueText }

    public func contains(_ name: String) -> Bool { spans.contains { isNamed($0, name) } }

    /// Tells most names apart by their length, before any byte is looked at.
    @inlinable
    func isNamed(_ span: FieldSpan, _ name: String) -> Bool {
        span.name.count == name.utf8.count && isSpelt(span.name, name)
    }

    @usableFromInline
    func isSpelt(_ range: Range<Int>, _ name: String) -> Bool {
        let bytes = storage.span
        var index = range.lowerBound
        for byte in name.utf8 {
            guard asciiLowercased(bytes[index]) == asciiLowercased(byte) else { return false }
            index += 1
        }
        return true
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
