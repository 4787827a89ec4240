import TraceBytes

/// A field name that the encoder knows: what the static table has of it, and how its values are written.
struct HPACKKnownName: Sendable {
    /// The first index of the name in the static table; 0 when it is not there.
    let staticIndex: Int
    /// How many fields of the static table have the name; they follow one another.
    let staticCount: Int
    let indexing: HPACKIndexing
    /// Where the name lies among the bytes of all known names.
    let range: Range<Int>
}

/// What an encoder does with a field that stands in no table yet (RFC 7541 section 6.2).
enum HPACKIndexing: Sendable {
    /// Adds it to the dynamic table, since the next message will have it too: `:path`, `user-agent`, `grpc-status`.
    case added
    /// Writes it as it is. Its value is another one in each message, and would push out those that are not.
    case literal
    /// Writes it as it is, and asks everybody on the way to do so. A value that is in a table can be guessed bit by bit
    /// by whoever can add fields to the same connection and see how long the blocks become (section 7.1).
    case never

    static func of(_ name: String) -> HPACKIndexing {
        if Self.secrets.contains(name) { return .never }
        return Self.changing.contains(name) ? .literal : .added
    }

    static let secrets = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "x-api-key",
    ]

    static let changing = [
        "age", "content-length", "content-range", "etag", "if-match", "if-modified-since", "if-none-match", "if-range",
        "if-unmodified-since", "last-modified", "range",
        // gRPC over HTTP/2
        "grpc-timeout", "grpc-message", "grpc-status-details-bin",
        // Identifiers of traces and requests
        "traceparent", "tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-parentspanid",
        "x-request-id",
    ]
}

/// All known names, found by their hash.
struct HPACKKnownNames: Sendable {
    static let shared = HPACKKnownNames()

    private var bytes: [UInt8] = []
    private var names: [HPACKKnownName] = []
    /// The number of a name plus one, in the first free place from its hash on; 0 in a free place. A quarter is taken.
    private var slots = Array(repeating: UInt8(0), count: 512)

    private init() {
        let fields = HPACKStaticTable.fields
        for (position, field) in fields.enumerated() where position == 0 || fields[position - 1].name != field.name {
            let count = fields[position...].prefix { $0.name == field.name }.count
            add(field.name, staticIndex: position + 1, staticCount: count)
        }
        for name in HPACKIndexing.secrets + HPACKIndexing.changing where !fields.contains(where: { $0.name == name }) {
            add(name, staticIndex: 0, staticCount: 0)
        }
    }

    private mutating func add(_ name: String, staticIndex: Int, staticCount: Int) {
        let start = bytes.count
        bytes += Array(name.utf8)
        names.append(
            HPACKKnownName(
                staticIndex: staticIndex, staticCount: staticCount, indexing: .of(name), range: start..<bytes.count))
        var slot = HPACKNameHash.of(bytes.span.extracting(start..<bytes.count).bytes) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt8(names.count)
    }

    /// What is known of a name that has this hash.
    func find(_ name: RawSpan, hash: Int) -> HPACKKnownName? {
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 {
            let known = names[Int(slots[slot]) - 1]
            if known.range.count == name.byteCount, bytes.span.extracting(known.range).bytes.equals(name) {
                return known
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}

/// A hash of field names: of their length and of their first and last eight bytes, which tell apart nearly all names.
///
/// Names come from this side of the connection. Whoever chooses them so that all have one hash makes the encoder look
/// through all entries of its table, which are 128 at most.
enum HPACKNameHash {
    /// Not negative.
    static func of(_ name: RawSpan) -> Int {
        var first: UInt64 = 0
        var last: UInt64 = 0
        if let word = name.word(at: 0) {
            first = word
            last = name.word(at: name.byteCount - 8) ?? 0
        } else {
            var place = 0
            while let byte = name.byte(at: place) {
                first = first << 8 | UInt64(byte)
                place += 1
            }
        }
        // Both wrap by design: they are multiplications modulo 2^64.
        var hash = (first ^ UInt64(name.byteCount)) &* 0x9e37_79b9_7f4a_7c15
        hash = (hash ^ hash >> 32 ^ last) &* 0xbf58_476d_1ce4_e5b9
        return Int(truncatingIfNeeded: hash >> 33)
    }
}
