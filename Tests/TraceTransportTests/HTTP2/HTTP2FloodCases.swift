@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 section 10.5: as much as is allowed, and one more. What is allowed is made small here, so that the last one is
/// seen; `HTTP2AttackTests` has the true limits.
extension HTTP2RuleCase {
    static let floodCases: [HTTP2RuleCase] = Array(
        [
            flood(
                "streams opened and reset", .rapidReset, last: 7, HTTP2Limits(resets: three),
                { Wire.headers($0, Wire.get) + Wire.reset($0, 8) }),
            // One SETTINGS came with the preface.
            flood("SETTINGS", .settingsFlood, HTTP2Limits(settings: four), { _ in Wire.settings() }),
            // One PING asks, in the end, whether the connection goes on.
            flood("PING", .pingFlood, HTTP2Limits(pings: four), { _ in Wire.ping() }, more: Wire.ping()),
            flood("empty DATA", .emptyFrameFlood, HTTP2Limits(emptyFrames: three), open: true, { _ in Wire.data(1) }),
            flood(
                "DATA of padding alone", .emptyFrameFlood, HTTP2Limits(emptyFrames: three), open: true,
                { _ in Wire.data(1, [], padding: 3) }),
            flood("PRIORITY", .controlFrameFlood, few, { Wire.priority($0, on: 0) }),
            flood("WINDOW_UPDATE", .controlFrameFlood, few, { _ in Wire.windowUpdate(0, 1) }),
            flood("frames of unknown type", .controlFrameFlood, few, { _ in Wire.frame(0xee) }),
            flood("acknowledgments of SETTINGS", .controlFrameFlood, few, { _ in Wire.settingsAck }),
            flood("acknowledgments of PING", .controlFrameFlood, few, { _ in Wire.ping(ack: true) }),
            flood("GOAWAY", .controlFrameFlood, few, { _ in Wire.goAway(0, 0) }),
            // The first one is for a stream that is open, and counts as such.
            flood("RST_STREAM", .controlFrameFlood, few, open: true, { _ in Wire.reset(1, 8) }, more: Wire.reset(1, 8)),
            // 17 octets answer each, and the first one beyond the limit is still written.
            flood("PING that are not read", .outputNotTaken, HTTP2Limits(outputBytes: 34), { _ in Wire.ping() }),
            headerBlockFloodCases, headerListCases,
        ].joined())

    private static let three = HTTP2Allowance(3, perSecond: 0)
    private static let four = HTTP2Allowance(4, perSecond: 0)
    private static let few = HTTP2Limits(controlFrames: three)

    /// Three of them, which is as many as is allowed, and four.
    ///
    /// - Parameters:
    ///   - open: a request without its end comes first, on stream 1.
    ///   - more: comes with the four, where three and one are allowed.
    private static func flood(
        _ name: String, _ rule: HTTP2Rule, last: UInt32? = nil, _ limits: HTTP2Limits, open: Bool = false,
        _ unit: (UInt32) -> [UInt8], more: [UInt8] = []
    ) -> [HTTP2RuleCase] {
        let units = [1, 3, 5, 7].map(unit)
        let first = open ? Wire.headers(1, Wire.post, end: false) : []
        return [
            HTTP2RuleCase(
                "four \(name)", rule, .connection(last: last ?? (open ? 1 : 0), code: HTTP2Code.enhanceYourCalm),
                [.octets(first + units.joined() + more)], limits: limits),
            HTTP2RuleCase("three \(name)", rule, .accepted, [.octets(first + units[..<3].joined())], limits: limits),
        ]
    }

    private static let headerBlockFloodCases: [HTTP2RuleCase] = [
        HTTP2RuleCase(
            "header block in five frames", .continuationFlood, .connection(last: 0, code: HTTP2Code.enhanceYourCalm),
            [.octets(Wire.headers(1, Wire.get, whole: false) + empty + empty + empty + empty)],
            limits: HTTP2Limits(headerBlockFrames: 4)),
        HTTP2RuleCase(
            "header block in four frames", .continuationFlood, .accepted,
            [.octets(Wire.headers(1, Wire.get, whole: false) + empty + empty + Wire.continuation(1, []))],
            limits: HTTP2Limits(headerBlockFrames: 4)),
        HTTP2RuleCase(
            "header block of 15 octets", .continuationFlood, .connection(last: 0, code: HTTP2Code.enhanceYourCalm),
            [.octets(Wire.headers(1, Wire.get, whole: false) + Wire.header(9, flags: 4, stream: 1, length: 1))],
            limits: HTTP2Limits(headerBlockBytes: 14)),
        HTTP2RuleCase(
            "header block of 14 octets", .continuationFlood, .accepted,
            [.octets(Wire.headers(1, Wire.get, whole: false) + Wire.continuation(1, []))],
            limits: HTTP2Limits(headerBlockBytes: 14)),
    ]

    private static let empty = Wire.continuation(1, [], whole: false)

    private static let headerListCases: [HTTP2RuleCase] = [
        resets(
            "trailers beyond the header list", .headerListSize, HTTP2Code.enhanceYourCalm,
            Wire.headers(1, Wire.post, end: false), Wire.headers(1, list(octets: 65_537))),
        keeps(
            "trailers of the whole header list", .headerListSize, Wire.headers(1, Wire.post, end: false),
            Wire.headers(1, list(octets: 65_536))),
        HTTP2RuleCase(
            "answer beyond the header list", .client, .headerListSize, .stream(1, code: HTTP2Code.enhanceYourCalm),
            [.open, .octets(Wire.headers(1, Wire.ok + list(octets: 65_500)))]),
    ]

    /// Sixteen fields that count for so many octets together, 32 for each beside its own; all but two of them are one octet.
    private static func list(octets: Int) -> [UInt8] {
        let value = Array(repeating: UInt8(ascii: "a"), count: octets / 16 - 33)
        let rest = Array(repeating: UInt8(ascii: "a"), count: octets % 16)
        let added = [0x40] + Wire.literal("a", value).dropFirst()
        return added + Array(repeating: 0xbe, count: 14) + Wire.literal("a", value + rest)
    }
}
