@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 section 5.1, and section 5.3.1 of RFC 7540: which frames a stream takes in which state.
extension HTTP2RuleCase {
    static let streamCases: [HTTP2RuleCase] = [
        breaks("idle: DATA", .idleStream, HTTP2Code.protocolError, Wire.data(1, [1], end: true)),
        breaks("idle: RST_STREAM", .resetIdle, HTTP2Code.protocolError, Wire.reset(1, 8)),
        breaks("idle: WINDOW_UPDATE", .idleStream, HTTP2Code.protocolError, Wire.windowUpdate(1, 100)),
        breaks("idle: CONTINUATION", .continuationExpected, HTTP2Code.protocolError, Wire.continuation(1, Wire.get)),
        breaks("even and idle: WINDOW_UPDATE", .idleStream, HTTP2Code.protocolError, Wire.windowUpdate(2, 100)),
        keeps("idle: PRIORITY", .idleStream, Wire.priority(5, on: 3), Wire.headers(3, Wire.get)),
        HTTP2RuleCase(
            "idle: HEADERS from a server", .client, .idleStream, .connection(last: 0, code: 1),
            [.octets(Wire.headers(1, Wire.ok))]),

        breaks("even number", .streamParity, HTTP2Code.protocolError, Wire.headers(2, Wire.get)),
        keeps("odd number, not the next one", .streamParity, Wire.headers(11, Wire.get)),
        breaks(
            "number below the last", .streamOrder, HTTP2Code.protocolError, last: 5, Wire.headers(5, Wire.get),
            Wire.headers(3, Wire.get)),
        keeps("number above the last", .streamOrder, Wire.headers(5, Wire.get), Wire.headers(7, Wire.get)),
        HTTP2RuleCase(
            "one stream more than allowed", .concurrentStreams, .stream(7, code: HTTP2Code.refusedStream),
            [1, 3, 5, 7].map { .octets(Wire.headers($0, Wire.get)) }, limits: HTTP2Limits(concurrentStreams: 3)),
        HTTP2RuleCase(
            "as many streams as allowed, one of them answered", .concurrentStreams, .accepted,
            [1, 3, 5].map { .octets(Wire.headers($0, Wire.get)) } + [.answer(3), .octets(Wire.headers(7, Wire.get))],
            limits: HTTP2Limits(concurrentStreams: 3)),

        resets(
            "HEADERS depends on its own stream", .selfDependency, HTTP2Code.protocolError,
            Wire.frame(1, flags: 0x25, stream: 1, Wire.number(1) + [15] + Wire.get)),
        resets(
            "PRIORITY depends on its own stream", .selfDependency, HTTP2Code.protocolError,
            Wire.headers(1, Wire.post, end: false), Wire.priority(1, on: 0x8000_0001)),
        breaks(
            "PRIORITY depends on its own stream that is idle", .selfDependency, HTTP2Code.protocolError,
            Wire.priority(1, on: 1)),
        keeps(
            "HEADERS depends on another stream", .selfDependency,
            Wire.frame(1, flags: 0x25, stream: 3, Wire.number(0x8000_0001) + [255] + Wire.get)),
    ]

    static let closedStreamCases: [HTTP2RuleCase] = [
        resets(
            "half closed: DATA", .halfClosedStream, HTTP2Code.streamClosed, Wire.headers(1, Wire.get),
            Wire.data(1, [1], end: true)),
        resets(
            "half closed: HEADERS", .halfClosedStream, HTTP2Code.streamClosed, Wire.headers(1, Wire.get),
            Wire.headers(1, Wire.get)),
        breaks(
            "half closed: CONTINUATION", .continuationExpected, HTTP2Code.protocolError, last: 1,
            Wire.headers(1, Wire.get), Wire.continuation(1, Wire.get)),
        keeps(
            "half closed: WINDOW_UPDATE and PRIORITY", .halfClosedStream, Wire.headers(1, Wire.get),
            Wire.windowUpdate(1, 100), Wire.priority(1, on: 0)),
        keeps("half closed: RST_STREAM", nil, Wire.headers(1, Wire.get), Wire.reset(1, 8)),

        resets(
            "reset: DATA", .resetStreamUsed, HTTP2Code.streamClosed, Wire.headers(1, Wire.post, end: false),
            Wire.reset(1, 8), Wire.data(1, [1], end: true)),
        resets(
            "reset: HEADERS", .resetStreamUsed, HTTP2Code.streamClosed, Wire.headers(1, Wire.post, end: false),
            Wire.reset(1, 8), Wire.headers(1, Wire.get)),
        breaks(
            "reset: CONTINUATION", .continuationExpected, HTTP2Code.protocolError, last: 1,
            Wire.headers(1, Wire.post, end: false), Wire.reset(1, 8), Wire.continuation(1, Wire.get)),
        keeps(
            "reset: PRIORITY, WINDOW_UPDATE, RST_STREAM", .resetStreamUsed, Wire.headers(1, Wire.post, end: false),
            Wire.reset(1, 8), Wire.priority(1, on: 0), Wire.windowUpdate(1, 1), Wire.reset(1, 8)),
        HTTP2RuleCase(
            "reset by this side: DATA and HEADERS on their way", .resetStreamUsed, .accepted,
            [
                .octets(Wire.headers(1, Wire.post, end: false)), .reset(1), .octets(Wire.data(1, [1])),
                .octets(Wire.headers(1, Wire.literal("a", "b"))),
            ]),

        closed(
            "closed: DATA", .halfClosedStream, .stream(1, code: HTTP2Code.streamClosed), Wire.data(1, [1], end: true)),
        closed("closed: HEADERS", .closedStream, .connection(last: 1, code: 5), Wire.headers(1, Wire.get)),
        closed(
            "closed: CONTINUATION", .continuationExpected, .connection(last: 1, code: 1), Wire.continuation(1, Wire.get)
        ),
        closed("closed: WINDOW_UPDATE", .closedStream, .accepted, Wire.windowUpdate(1, 100)),
        closed("closed: RST_STREAM", .closedStream, .accepted, Wire.reset(1, 8)),
        closed("closed: PRIORITY", .closedStream, .accepted, Wire.priority(1, on: 0)),
        resets(
            "passed over: DATA", .halfClosedStream, HTTP2Code.streamClosed, Wire.headers(3, Wire.get), Wire.data(1, [1])
        ),
        keeps("passed over: WINDOW_UPDATE", .idleStream, Wire.headers(3, Wire.get), Wire.windowUpdate(1, 1)),

        HTTP2RuleCase(
            "behind GOAWAY: a whole message with trailers is ignored", nil, .accepted,
            [
                .octets(Wire.headers(1, Wire.get)), .goAway, .octets(Wire.headers(3, Wire.post, end: false)),
                .octets(Wire.data(3, [1])), .octets(Wire.windowUpdate(3, 1)),
                .octets(Wire.headers(3, Wire.literal("a", "b"))),
            ]),
        HTTP2RuleCase(
            "behind GOAWAY: what fails names no later stream", .pingLength, .connection(last: 1, code: 6),
            [
                .octets(Wire.headers(1, Wire.get)), .goAway, .octets(Wire.headers(3, Wire.get)),
                .octets(Wire.frame(6, [0])),
            ]),
    ]

    /// Behind a request that was answered.
    private static func closed(_ name: String, _ rule: HTTP2Rule, _ end: End, _ octets: [UInt8]) -> HTTP2RuleCase {
        HTTP2RuleCase(name, rule, end, [.octets(Wire.headers(1, Wire.get)), .answer(1), .octets(octets)])
    }
}
