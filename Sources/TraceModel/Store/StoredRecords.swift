/// A value in 8 bytes: the kind in the upper 4 bits, in the lower 60 a small number in place or where the value lies.
struct StoredValue: Sendable {
    private let bits: UInt64

    enum Kind: UInt8 {
        /// A string's number.
        case internedText = 0
        /// A place in the arena, and the length of the text in 20 bits.
        case arenaText
        case arenaBytes
        /// A number of 60 bits with its sign.
        case int
        /// Where all 64 bits of a number lie.
        case wideInt
        case double
        case bool
        case empty
        /// The number of a list, a map, or a text whose length 20 bits cannot say.
        case composed
    }

    static let longestText = 1 << 20 - 1

    /// - Parameter payload: a number or a place in memory, which is far from 60 bits; what lies above is cut off.
    init(_ kind: Kind, _ payload: UInt64 = 0) {
        bits = UInt64(kind.rawValue) << 60 | payload & (1 << 60 - 1)
    }

    /// A text or bytes in the arena, no longer than ``longestText``.
    init(_ kind: Kind, at place: ByteArena.Place, count: Int) {
        self.init(kind, place << 20 | UInt64(count))
    }

    /// A number in place; nil where 60 bits cannot say it.
    init?(_ number: Int64) {
        guard (number << 4) >> 4 == number else { return nil }
        self.init(.int, UInt64(bitPattern: number))
    }

    var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: bits >> 60)) ?? .empty }
    var payload: UInt64 { bits & (1 << 60 - 1) }
    /// Of a number in place.
    var int: Int64 { Int64(bitPattern: bits << 4) >> 4 }
    /// Of what lies in the arena.
    var place: ByteArena.Place { payload >> 20 }
    var count: Int { Int(payload & (1 << 20 - 1)) }
}

/// An attribute of an event or a link, of which there are few, in 16 bytes.
struct StoredAttribute: Sendable {
    var value: StoredValue
    /// The key's number in the table of strings.
    var key: UInt32
}

/// A span in 72 bytes; what few spans have lies in side tables.
struct StoredSpan: Sendable {
    var traceHigh: UInt64
    var traceLow: UInt64
    var spanID: UInt64
    /// 0 on a root.
    var parentID: UInt64
    /// Nanoseconds since 1970; 0 when unknown.
    var start: Int64
    var duration: Int64
    var name: UInt32
    var origin: UInt32
    /// Where the values of the attributes begin; ``AttributeShapes`` tells their keys, and how many they are.
    var firstAttribute: UInt32
    var shape: UInt32
    /// The number of the previous span of the trace, plus one; 0 on the first.
    var previous: UInt32
    var bits: Bits

    /// Kind (3 bits), status (2), properties, and OTLP's flags from bit 16 on.
    struct Bits: OptionSet, Sendable {
        var rawValue: UInt32

        static let hasDuration = Bits(rawValue: 1 << 5)
        static let isNarrow = Bits(rawValue: 1 << 6)
        static let isShared = Bits(rawValue: 1 << 7)
        static let isDebug = Bits(rawValue: 1 << 8)
        static let hasEvents = Bits(rawValue: 1 << 9)
        static let hasLinks = Bits(rawValue: 1 << 10)
        static let hasRemoteEndpoint = Bits(rawValue: 1 << 11)
        static let hasStatusText = Bits(rawValue: 1 << 12)
        static let hasTraceState = Bits(rawValue: 1 << 13)
        /// OTLP's flags need more than the 16 bits that are here.
        static let hasWideFlags = Bits(rawValue: 1 << 14)
        static let hasDroppedCounts = Bits(rawValue: 1 << 15)

        var kind: SpanKind {
            get { SpanKind(rawValue: UInt8(truncatingIfNeeded: rawValue & 7)) ?? .unspecified }
            set { rawValue = rawValue & ~7 | UInt32(newValue.rawValue) }
        }
        var status: SpanStatus.Code {
            get { SpanStatus.Code(rawValue: UInt8(truncatingIfNeeded: rawValue >> 3 & 3)) ?? .unset }
            set { rawValue = rawValue & ~24 | UInt32(newValue.rawValue) << 3 }
        }
        var flags: UInt16 {
            get { UInt16(truncatingIfNeeded: rawValue >> 16) }
            set { rawValue = rawValue & 0xffff | UInt32(newValue) << 16 }
        }
    }
}

struct StoredEvent: Sendable {
    var name: StoredValue
    var firstAttribute: UInt32
    var time: Int64
    var attributeCount: UInt32
    var droppedAttributes: UInt32
}

struct StoredLink: Sendable {
    var traceHigh: UInt64
    var traceLow: UInt64
    var spanID: UInt64
    var traceState: StoredValue
    var firstAttribute: UInt32
    var attributeCount: UInt32
    var droppedAttributes: UInt32
    var flags: UInt32
    var kind: SpanLink.Kind
}

/// Numbers of strings plus one; 0 where a part is absent.
struct StoredEndpoint: Hashable, Sendable {
    var serviceName: UInt32 = 0
    var ipv4: UInt32 = 0
    var ipv6: UInt32 = 0
    /// -1 when absent.
    var port: Int32 = -1
}

/// What the spans of one sender share, as numbers; 0 where there is none.
struct StoredOrigin: Hashable, Sendable {
    var localEndpoint: UInt32 = 0
    var resource: UInt32 = 0
    var scope: UInt32 = 0
}
