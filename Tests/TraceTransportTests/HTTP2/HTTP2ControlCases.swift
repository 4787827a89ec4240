@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 sections 6.5 to 6.9: SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE.
extension HTTP2RuleCase {
    static let settingsCases: [HTTP2RuleCase] = [
        breaks("SETTINGS on a stream", .settingsStream, HTTP2Code.protocolError, Wire.frame(4, stream: 1)),
        keeps("SETTINGS on the connection", .settingsStream, Wire.settings()),
        breaks("SETTINGS of 3 octets", .settingsLength, HTTP2Code.frameSizeError, Wire.frame(4, [0, 3, 0])),
        breaks(
            "SETTINGS of 7 octets", .settingsLength, HTTP2Code.frameSizeError, Wire.frame(4, [0, 3, 0, 0, 0, 1, 0])),
        keeps("SETTINGS of 12 octets", .settingsLength, Wire.settings([(3, 100), (6, 16_384)])),
        breaks("acknowledgment of 1 octet", .settingsAckLength, HTTP2Code.frameSizeError, Wire.frame(4, flags: 1, [0])),
        keeps("acknowledgment without payload, twice", .settingsAckLength, Wire.settingsAck, Wire.settingsAck),
        breaks("ENABLE_PUSH 2", .enablePush, HTTP2Code.protocolError, Wire.settings([(2, 2)])),
        keeps("ENABLE_PUSH 0 and 1", .enablePush, Wire.settings([(2, 0), (2, 1)])),
        HTTP2RuleCase(
            "ENABLE_PUSH 1 from a server", .client, .enablePush, .connection(last: 0, code: 1),
            [.octets(Wire.settings([(2, 1)]))]),
        HTTP2RuleCase(
            "ENABLE_PUSH 0 from a server", .client, .enablePush, .accepted, [.octets(Wire.settings([(2, 0)]))]),
        breaks(
            "INITIAL_WINDOW_SIZE 2^31", .initialWindowSize, HTTP2Code.flowControlError,
            Wire.settings([(4, 0x8000_0000)])),
        keeps("INITIAL_WINDOW_SIZE 2^31 - 1", .initialWindowSize, Wire.settings([(4, 0x7fff_ffff)])),
        breaks("MAX_FRAME_SIZE 16383", .maxFrameSize, HTTP2Code.protocolError, Wire.settings([(5, 16_383)])),
        breaks("MAX_FRAME_SIZE 2^24", .maxFrameSize, HTTP2Code.protocolError, Wire.settings([(5, 1 << 24)])),
        keeps("MAX_FRAME_SIZE 16384 and 2^24 - 1", .maxFrameSize, Wire.settings([(5, 16_384), (5, 1 << 24 - 1)])),
        keeps("unknown parameters", nil, Wire.settings([(0xfe03, 1), (0, 0), (8, 0)])),
        HTTP2RuleCase(
            "SETTINGS that nobody acknowledges", .settingsAcknowledged,
            .connection(last: 0, code: HTTP2Code.settingsTimeout), [.noAcknowledgment]),
        HTTP2RuleCase(
            "SETTINGS acknowledged late", .settingsAcknowledged, .accepted,
            [.octets(Wire.preface + Wire.settings() + Wire.headers(1, Wire.get)), .octets(Wire.settingsAck)],
            isBare: true),
    ]

    static let controlCases: [HTTP2RuleCase] = [
        breaks(
            "PUSH_PROMISE from a client", .pushed, HTTP2Code.protocolError, last: 1, Wire.headers(1, Wire.get),
            Wire.frame(5, flags: 4, stream: 1, Wire.number(2) + Wire.get)),
        keeps("unknown type that could be a push", .pushed, Wire.headers(1, Wire.get), Wire.frame(0x15, stream: 1)),
        HTTP2RuleCase(
            "PUSH_PROMISE that was forbidden", .client, .pushPromise, .connection(last: 0, code: 1),
            [.open, .octets(Wire.frame(5, flags: 4, stream: 1, Wire.number(2) + Wire.get))]),
        HTTP2RuleCase(
            "PRIORITY on a stream of the server", .client, .pushPromise, .accepted,
            [.open, .octets(Wire.priority(2, on: 0))]),

        breaks(
            "PING on a stream", .pingStream, HTTP2Code.protocolError,
            Wire.frame(6, stream: 1, [0, 0, 0, 0, 0, 0, 0, 0])),
        keeps("PING with ACK that nobody asked for", .pingStream, Wire.ping(ack: true)),
        breaks("PING of 6 octets", .pingLength, HTTP2Code.frameSizeError, Wire.frame(6, [0, 0, 0, 0, 0, 0])),
        breaks("PING of 9 octets", .pingLength, HTTP2Code.frameSizeError, Wire.frame(6, Array(repeating: 0, count: 9))),
        keeps("PING of 8 octets", .pingLength, Wire.ping()),

        breaks(
            "GOAWAY on a stream", .goAwayStream, HTTP2Code.protocolError,
            Wire.frame(7, stream: 1, Array(repeating: 0, count: 8))),
        keeps("GOAWAY with an unknown code", .goAwayStream, Wire.goAway(0, 0xff)),
        breaks(
            "GOAWAY of 7 octets", .goAwayLength, HTTP2Code.frameSizeError, Wire.frame(7, Array(repeating: 0, count: 7))),
        keeps("GOAWAY with a text", .goAwayLength, Wire.goAway(0, 0, debug: Array("until later".utf8))),
    ]

    static let windowCases: [HTTP2RuleCase] = [
        breaks("WINDOW_UPDATE of 3 octets", .windowUpdateLength, HTTP2Code.frameSizeError, Wire.frame(8, [0, 0, 1])),
        breaks(
            "WINDOW_UPDATE of 5 octets", .windowUpdateLength, HTTP2Code.frameSizeError, Wire.frame(8, [0, 0, 0, 1, 0])),
        keeps("WINDOW_UPDATE with its reserved bit set", .windowUpdateLength, Wire.windowUpdate(0, 0x8000_0001)),
        breaks("WINDOW_UPDATE by 0", .windowUpdateZero, HTTP2Code.protocolError, Wire.windowUpdate(0, 0)),
        keeps("WINDOW_UPDATE by 1", .windowUpdateZero, Wire.windowUpdate(0, 1)),
        resets(
            "WINDOW_UPDATE by 0 on a stream", .windowUpdateZeroOnStream, HTTP2Code.protocolError,
            Wire.headers(1, Wire.post, end: false), Wire.windowUpdate(1, 0)),
        keeps(
            "WINDOW_UPDATE by 1 on a stream", .windowUpdateZeroOnStream, Wire.headers(1, Wire.post, end: false),
            Wire.windowUpdate(1, 1)),
        breaks(
            "window of the connection beyond 2^31 - 1", .connectionWindowOverflow, HTTP2Code.flowControlError,
            Wire.windowUpdate(0, 0x7fff_ffff - 65_535 + 1)),
        keeps(
            "window of the connection at 2^31 - 1", .connectionWindowOverflow,
            Wire.windowUpdate(0, 0x7fff_ffff - 65_535)),
        resets(
            "window of a stream beyond 2^31 - 1", .streamWindowOverflow, HTTP2Code.flowControlError,
            Wire.headers(1, Wire.post, end: false), Wire.windowUpdate(1, 0x7fff_ffff), Wire.windowUpdate(1, 0x7fff_ffff)
        ),
        keeps(
            "window of a stream at 2^31 - 1", .streamWindowOverflow, Wire.headers(1, Wire.post, end: false),
            Wire.windowUpdate(1, 0x7fff_ffff - 65_535)),
        breaks(
            "INITIAL_WINDOW_SIZE moves a window beyond 2^31 - 1", .initialWindowOverflow, HTTP2Code.flowControlError,
            last: 1, Wire.headers(1, Wire.post, end: false), Wire.windowUpdate(1, 1), Wire.settings([(4, 0x7fff_ffff)])),
        keeps(
            "INITIAL_WINDOW_SIZE moves a window to 2^31 - 1", .initialWindowOverflow,
            Wire.headers(1, Wire.post, end: false), Wire.windowUpdate(1, 1), Wire.settings([(4, 0x7fff_fffe)])),
        keptWindow("stream", .streamWindowKept, .stream(1, code: 3), stream: 20_000, connection: 65_535, count: 20_001),
        keptWindow("stream", .streamWindowKept, .accepted, stream: 20_000, connection: 65_535, count: 20_000),
        keptWindow(
            "connection", .connectionWindowKept, .connection(last: 1, code: 3), stream: 1 << 20, connection: 65_535,
            count: 65_536),
        keptWindow("connection", .connectionWindowKept, .accepted, stream: 1 << 20, connection: 65_535, count: 65_535),
    ]

    private static func keptWindow(
        _ name: String, _ rule: HTTP2Rule, _ end: End, stream: UInt32, connection: UInt32, count: Int
    ) -> HTTP2RuleCase {
        HTTP2RuleCase(
            "\(count) octets in a \(name)'s window", rule, end,
            [
                .octets(Wire.headers(1, Wire.post, end: false)),
                .octets(Wire.data(1, Array(repeating: 0, count: count), end: true)),
            ], limits: HTTP2Limits(streamWindow: stream, connectionWindow: connection, frameBytes: 1 << 20))
    }
}
