import TraceBytes

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// What a peer repeats to cost more than it pays, the rule that ends it, and the repetition that is one too many.
struct HTTP2Attack: Sendable, CustomStringConvertible {
    let name: String
    let rule: HTTP2Rule
    /// The repetitions until the connection ends, with the default limits.
    let count: Int
    let first: [UInt8]
    let unit: @Sendable (UInt32) -> [UInt8]

    var description: String { name }

    init(
        _ name: String, _ rule: HTTP2Rule, _ count: Int, first: [UInt8] = [],
        _ unit: @escaping @Sendable (UInt32) -> [UInt8]
    ) {
        self.name = name
        self.rule = rule
        self.count = count
        self.first = first
        self.unit = unit
    }

    private static let open = Wire.headers(1, Wire.post, end: false)

    /// With the number of the stream that each repetition opens.
    static let all: [HTTP2Attack] = resets + floods + blocks

    /// CVE-2023-44487 (rapid reset), and CVE-2025-8671 (made you reset) by everything that makes this side reset.
    static let resets: [HTTP2Attack] = [
        HTTP2Attack("streams reset", .rapidReset, 1001) { Wire.headers($0, Wire.get) + Wire.reset($0, 8) },
        HTTP2Attack("window by 0", .rapidReset, 1001) { Wire.headers($0, Wire.get) + Wire.windowUpdate($0, 0) },
        HTTP2Attack("window overflow", .rapidReset, 1001) {
            Wire.headers($0, Wire.get) + Wire.windowUpdate($0, 0x7fff_ffff)
        },
        HTTP2Attack("DATA behind the end", .rapidReset, 1001) { Wire.headers($0, Wire.get) + Wire.data($0, [1]) },
        HTTP2Attack("HEADERS behind the end", .rapidReset, 1001) {
            Wire.headers($0, Wire.get) + Wire.headers($0, Wire.get)
        },
        HTTP2Attack("PRIORITY of 6 octets", .rapidReset, 1001) {
            Wire.headers($0, Wire.get) + Wire.frame(2, stream: $0, [0, 0, 0, 0, 0, 0])
        },
        HTTP2Attack("self-dependency", .rapidReset, 1001) { Wire.headers($0, Wire.get) + Wire.priority($0, on: $0) },
        HTTP2Attack("malformed requests", .rapidReset, 1001) { Wire.headers($0, Wire.hex("82")) },
        HTTP2Attack("more content than was said", .rapidReset, 1001) {
            Wire.headers($0, Wire.post + Wire.literal("content-length", "0"), end: false) + Wire.data($0, [1])
        },
        HTTP2Attack("more streams than allowed", .rapidReset, 256 + 1001) { Wire.headers($0, Wire.get, end: false) },
        HTTP2Attack("DATA on streams passed over", .rapidReset, 1001, first: Wire.headers(5001, Wire.get)) {
            Wire.data($0, [1])
        },
    ]

    static let floods: [HTTP2Attack] = [
        // One SETTINGS came with the preface.
        HTTP2Attack("SETTINGS", .settingsFlood, 100) { _ in Wire.settings() },
        HTTP2Attack("SETTINGS of 2730 entries", .settingsFlood, 100, first: open) { _ in
            Wire.settings((0..<2730).map { ($0 % 2 == 0 ? 1 : 4, UInt32($0 % 3)) })
        },
        HTTP2Attack("PING", .pingFlood, 1001) { _ in Wire.ping() },
        HTTP2Attack("empty DATA", .emptyFrameFlood, 1001, first: open) { _ in Wire.data(1) },
        HTTP2Attack("DATA of padding", .emptyFrameFlood, 1001, first: open) { _ in Wire.data(1, [], padding: 0) },
        HTTP2Attack("PRIORITY", .controlFrameFlood, 10_001) { Wire.priority($0, on: 0) },
        HTTP2Attack("WINDOW_UPDATE", .controlFrameFlood, 10_001) { _ in Wire.windowUpdate(0, 1) },
        HTTP2Attack("WINDOW_UPDATE of a stream", .controlFrameFlood, 10_001, first: open) { _ in Wire.windowUpdate(1, 1)
        },
        HTTP2Attack("unknown frames", .controlFrameFlood, 10_001) { _ in Wire.frame(0xee) },
        HTTP2Attack("unknown frames of 1 KiB", .controlFrameFlood, 10_001) { _ in Self.large },
        HTTP2Attack("RST_STREAM of a closed stream", .controlFrameFlood, 10_002, first: open) { _ in Wire.reset(1, 8) },
        HTTP2Attack("acknowledgments", .controlFrameFlood, 10_001) { _ in Wire.settingsAck },
        HTTP2Attack("answers to no PING", .controlFrameFlood, 10_001) { _ in Wire.ping(ack: true) },
        HTTP2Attack("GOAWAY", .controlFrameFlood, 10_001) { _ in
            Wire.goAway(0, 0, debug: Array(repeating: 1, count: 100))
        },
    ]

    private static let large = Wire.frame(0xee, Array(repeating: 0, count: 1024))

    /// CVE-2024-27316: CONTINUATION that never ends, by octets and by frames.
    static let blocks: [HTTP2Attack] = [
        HTTP2Attack("CONTINUATION of 16 KiB", .continuationFlood, 9, first: Wire.headers(1, [], whole: false)) { _ in
            Wire.continuation(1, Array(repeating: 0x82, count: 16_384), whole: false)
        },
        HTTP2Attack("CONTINUATION of 1 octet", .continuationFlood, 64, first: Wire.headers(1, [], whole: false)) { _ in
            Wire.continuation(1, [0x82], whole: false)
        },
        HTTP2Attack("empty CONTINUATION", .continuationFlood, 64, first: Wire.headers(1, [], whole: false)) { _ in
            Wire.continuation(1, [], whole: false)
        },
    ]
}

extension HTTP2Connection {
    /// Octets that are kept for a peer, but for what it has asked and was not answered: all that an attack could make grow.
    var retainedOctets: Int {
        let streamed = streams.places.reduce(0) { sum, place in
            sum + streams[place].message.body.capacity + streams[place].message.fields.lines.count
                + (streams[place].outgoing?.body.count ?? 0) + 200
        }
        let lists = 4 * (uncredited.capacity + sendQueue.capacity)
        return output.count + (block?.bytes.capacity ?? 0) + decoder.table.bytes.capacity + streamed + lists
    }
}
