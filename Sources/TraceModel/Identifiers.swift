import TraceBytes

/// The identifier of a trace: 128 bits, written as 32 lower-case hexadecimal digits, `4bf92f3577b34da6a3ce929d0e0e4736`.
///
/// A 64-bit identifier has a zero high half; whether 8 or 16 bytes were on the wire is a fact about the span that
/// carried it (``TraceSpan/traceIDWidth``), not part of the identity.
public struct TraceID: Hashable, Sendable {
    /// The bits that are written first.
    public var high: UInt64
    /// The bits that are written last; all of a 64-bit identifier.
    public var low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// From exactly 16 or 32 lower-case digits; nil for anything else. All zeros is read, and is not ``isValid``.
    @inlinable
    public init?(hex: some Collection<UInt8>) {
        // Every carrier of ids keeps them in one piece; whoever does not pays for a copy.
        guard let read = hex.withContiguousStorageIfAvailable({ Self.read($0.span.bytes) }) else {
            self.init(hex: Array(hex))
            return
        }
        guard let read else { return nil }
        self = read
    }

    @usableFromInline
    static func read(_ hex: RawSpan) -> TraceID? {
        guard hex.byteCount == 16 || hex.byteCount == 32 else { return nil }
        let end = hex.byteCount - 16
        guard let low = lowerHexNumber(of16DigitsIn: hex, at: end) else { return nil }
        if end == 0 { return TraceID(high: 0, low: low) }
        return lowerHexNumber(of16DigitsIn: hex, at: 0).map { TraceID(high: $0, low: low) }
    }

    public init?(hex: String) { self.init(hex: Array(hex.utf8)) }

    /// A random identifier of 128 bits that is valid.
    public static func random(using generator: inout some RandomNumberGenerator) -> TraceID {
        TraceID(high: generator.next(), low: nonZero(using: &generator))
    }

    /// All zeros means "no trace" in every format.
    public var isValid: Bool { high != 0 || low != 0 }

    /// 32 digits, a 64-bit identifier padded with zeros on the left.
    public var hex: String { hexDigits(high: high, low: low) }

    /// The last 16 digits: what formats with 64-bit identifiers carry.
    public var lowHex: String { hexDigits(low) }

    /// The 16 bytes in the order in which they are written (big-endian).
    public var bytes: [UInt8] { bigEndianBytes(high) + bigEndianBytes(low) }
}

/// The identifier of a span in its trace: 64 bits, written as 16 lower-case hexadecimal digits, `00f067aa0ba902b7`.
public struct SpanID: Hashable, Sendable {
    public var value: UInt64

    @inlinable
    public init(_ value: UInt64) { self.value = value }

    /// From exactly 16 lower-case digits; nil for anything else. All zeros is read, and is not ``isValid``.
    @inlinable
    public init?(hex: some Collection<UInt8>) {
        guard hex.count == 16 else { return nil }
        let read = hex.withContiguousStorageIfAvailable { lowerHexNumber(of16DigitsIn: $0.span.bytes, at: 0) }
        guard let value = read ?? lowerHexNumber(hex) else { return nil }
        self.value = value
    }

    public init?(hex: String) { self.init(hex: Array(hex.utf8)) }

    public static func random(using generator: inout some RandomNumberGenerator) -> SpanID {
        SpanID(nonZero(using: &generator))
    }

    /// All zeros means "no span" in every format.
    public var isValid: Bool { value != 0 }

    public var hex: String { hexDigits(value) }
}

extension TraceID: CustomStringConvertible, Comparable {
    public var description: String { hex }

    public static func < (left: TraceID, right: TraceID) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension SpanID: CustomStringConvertible, Comparable {
    public var description: String { hex }

    public static func < (left: SpanID, right: SpanID) -> Bool { left.value < right.value }
}

private func bigEndianBytes(_ value: UInt64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

/// Every number but 0 with the same chance, as good as always from one draw.
private func nonZero(using generator: inout some RandomNumberGenerator) -> UInt64 {
    while true {
        let value = generator.next()
        if value != 0 { return value }
    }
}
