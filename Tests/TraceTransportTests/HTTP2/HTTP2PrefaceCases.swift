@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 sections 3.4 (preface), 4.1 and 4.2 (frames), 4.3 (header blocks), 5.5 (extensions).
extension HTTP2RuleCase {
    static let prefaceCases: [HTTP2RuleCase] = [
        bare("preface of HTTP/1.1", .preface, .connection(last: 0, code: 1), Array("GET / HTTP/1.1\r\n\r\n".utf8)),
        bare(
            "preface with another last octet", .preface, .connection(last: 0, code: 1), Wire.preface.dropLast() + [0x0b]
        ),
        bare("preface in pieces", .preface, .accepted, [Wire.preface[0]], Array(Wire.preface[1...]), Wire.settings()),
        bare("PING first", .settingsFirst, .connection(last: 0, code: 1), Wire.preface, Wire.ping()),
        bare(
            "acknowledgment of SETTINGS first", .settingsFirst, .connection(last: 0, code: 1), Wire.preface,
            Wire.settingsAck),
        bare(
            "frame of unknown type first", .settingsFirst, .connection(last: 0, code: 1), Wire.preface, Wire.frame(0xee)
        ),
        bare(
            "SETTINGS first, then anything", .settingsFirst, .accepted, Wire.preface, Wire.settings(), Wire.frame(0xee)),
        HTTP2RuleCase(
            "server says PING first", .client, .settingsFirst, .connection(last: 0, code: 1), [.octets(Wire.ping())],
            isBare: true),
    ]

    private static func bare(
        _ name: String, _ rule: HTTP2Rule, _ end: End, _ octets: [UInt8]...
    ) -> HTTP2RuleCase {
        HTTP2RuleCase(name, rule, end, octets.map(Step.octets), isBare: true)
    }

    static let frameCases: [HTTP2RuleCase] = [
        keeps("frame of unknown type", nil, Wire.frame(0xee, flags: 0xff, stream: 9, [1, 2, 3])),
        keeps("undefined flags", nil, Wire.frame(6, flags: 0xfe, Array("judgment".utf8))),
        keeps("reserved bit of the stream number", nil, Wire.frame(6, stream: 0x8000_0000, Array("judgment".utf8))),
        keeps(
            "DATA of 16384 octets", .frameSize, Wire.headers(1, Wire.post, end: false),
            Wire.data(1, Array(repeating: 0, count: 16_384), end: true)),
        breaks(
            "DATA of 16385 octets", .frameSize, HTTP2Code.frameSizeError, last: 1,
            Wire.headers(1, Wire.post, end: false), Wire.header(0, stream: 1, length: 16_385)),
        breaks(
            "HEADERS of 16385 octets", .frameSize, HTTP2Code.frameSizeError,
            Wire.header(1, flags: 5, stream: 1, length: 16_385)),
        breaks("unknown type of 16385 octets", .frameSize, HTTP2Code.frameSizeError, Wire.header(0xee, length: 16_385)),
        HTTP2RuleCase(
            "DATA as large as was advertised", .frameSize, .accepted,
            [
                .octets(Wire.headers(1, Wire.post, end: false)),
                .octets(Wire.data(1, Array(repeating: 0, count: 40_000), end: true)),
            ], limits: HTTP2Limits(frameBytes: 40_000)),
    ]

    static let headerBlockCases: [HTTP2RuleCase] = [
        breaks(
            "PRIORITY inside a header block", .headerBlockUninterrupted, HTTP2Code.protocolError,
            Wire.headers(1, Wire.get, whole: false), Wire.priority(1, on: 0)),
        breaks(
            "HEADERS of another stream inside a header block", .headerBlockUninterrupted, HTTP2Code.protocolError,
            Wire.headers(1, Wire.get, whole: false), Wire.headers(3, Wire.get)),
        breaks(
            "HEADERS of the same stream inside a header block", .headerBlockUninterrupted, HTTP2Code.protocolError,
            Wire.headers(1, Wire.get, whole: false), Wire.headers(1, Wire.get)),
        breaks(
            "frame of unknown type inside a header block", .headerBlockUninterrupted, HTTP2Code.protocolError,
            Wire.headers(1, Wire.get, whole: false), Wire.frame(0xee)),
        breaks(
            "DATA behind a first CONTINUATION", .headerBlockUninterrupted, HTTP2Code.protocolError,
            Wire.headers(1, Array(Wire.get[..<2]), whole: false), Wire.continuation(1, [Wire.get[2]], whole: false),
            Wire.data(1, [1])),
        breaks(
            "CONTINUATION of another stream", .headerBlockUninterrupted, HTTP2Code.protocolError,
            Wire.headers(1, Wire.get, whole: false), Wire.continuation(3, Wire.get)),
        breaks(
            "CONTINUATION on stream 0", .headerBlockUninterrupted, HTTP2Code.protocolError,
            Wire.headers(1, Wire.get, whole: false), Wire.continuation(0, Wire.get)),
        keeps(
            "header block in one HEADERS and two CONTINUATION", .headerBlockUninterrupted,
            Wire.headers(1, Array(Wire.get[..<1]), whole: false),
            Wire.continuation(1, Array(Wire.get[1..<5]), whole: false),
            Wire.continuation(1, Array(Wire.get[5...]))),
        keeps(
            "empty HEADERS, all in CONTINUATION", .continuationExpected, Wire.headers(1, [], whole: false),
            Wire.continuation(1, Wire.get)),
        breaks(
            "CONTINUATION behind END_HEADERS", .continuationExpected, HTTP2Code.protocolError, last: 1,
            Wire.headers(1, Wire.get, end: false), Wire.continuation(1, Wire.get)),
        breaks(
            "CONTINUATION behind a CONTINUATION with END_HEADERS", .continuationExpected, HTTP2Code.protocolError,
            last: 1, Wire.headers(1, [Wire.get[0]], end: false, whole: false),
            Wire.continuation(1, Array(Wire.get[1...])), Wire.continuation(1, Wire.get)),
        breaks(
            "CONTINUATION behind DATA", .continuationExpected, HTTP2Code.protocolError, last: 1,
            Wire.headers(1, Wire.post, end: false), Wire.data(1, [1]), Wire.continuation(1, Wire.get)),
    ]
}
