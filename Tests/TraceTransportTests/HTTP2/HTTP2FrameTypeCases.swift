@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 sections 6.1 to 6.4: DATA, HEADERS, PRIORITY, RST_STREAM.
extension HTTP2RuleCase {
    static let dataCases: [HTTP2RuleCase] = [
        breaks("DATA on stream 0", .dataStream, HTTP2Code.protocolError, Wire.data(0, [1])),
        keeps("DATA on a stream", .dataStream, Wire.headers(1, Wire.post, end: false), Wire.data(1, [1])),
        breaks(
            "padding of DATA as long as the payload", .dataPadding, HTTP2Code.protocolError, last: 1,
            Wire.headers(1, Wire.post, end: false), Wire.frame(0, flags: 0x9, stream: 1, [6] + Array("test".utf8))),
        keeps(
            "DATA of padding alone", .dataPadding, Wire.headers(1, Wire.post, end: false),
            Wire.data(1, [], padding: 255), Wire.data(1, [], padding: 0, end: true)),
        breaks(
            "DATA too short for the length of its padding", .dataPadding, HTTP2Code.frameSizeError, last: 1,
            Wire.headers(1, Wire.post, end: false), Wire.frame(0, flags: 0x8, stream: 1)),
    ]

    static let headersCases: [HTTP2RuleCase] = [
        breaks("HEADERS on stream 0", .headersStream, HTTP2Code.protocolError, Wire.headers(0, Wire.get)),
        keeps("HEADERS on a stream", .headersStream, Wire.headers(1, Wire.get)),
        breaks(
            "padding of HEADERS longer than what is left", .headersPadding, HTTP2Code.protocolError,
            Wire.frame(1, flags: 0xd, stream: 1, [16] + Wire.get)),
        breaks(
            "padding of HEADERS that reaches into its priority", .headersPadding, HTTP2Code.protocolError,
            Wire.frame(1, flags: 0x2d, stream: 1, [1] + Wire.number(0) + [15])),
        keeps(
            "HEADERS with padding and priority", .headersPadding,
            Wire.frame(1, flags: 0x2d, stream: 1, [4] + Wire.number(0) + [15] + Wire.get + [0, 0, 0, 0])),
        breaks(
            "HEADERS too short for the length of its padding", .headersLength, HTTP2Code.frameSizeError,
            Wire.frame(1, flags: 0xd, stream: 1)),
        breaks(
            "HEADERS too short for its priority", .headersLength, HTTP2Code.frameSizeError,
            Wire.frame(1, flags: 0x25, stream: 1, [0, 0, 0, 0])),
        keeps(
            "HEADERS of a priority alone", .headersLength,
            Wire.frame(1, flags: 0x21, stream: 1, Wire.number(0) + [15]), Wire.continuation(1, Wire.get)),
    ]

    static let priorityAndResetCases: [HTTP2RuleCase] = [
        breaks("PRIORITY on stream 0", .priorityStream, HTTP2Code.protocolError, Wire.priority(0, on: 1)),
        keeps("PRIORITY on a stream", .priorityStream, Wire.priority(1, on: 0)),
        resets(
            "PRIORITY of 4 octets", .priorityLength, HTTP2Code.frameSizeError, Wire.headers(1, Wire.post, end: false),
            Wire.frame(2, stream: 1, [0x80, 0, 0, 1])),
        HTTP2RuleCase(
            "PRIORITY of 6 octets on an idle stream", .priorityLength, .connection(last: 0, code: 6),
            [.octets(Wire.frame(2, stream: 1, [0, 0, 0, 3, 0, 0]))]),
        keeps(
            "PRIORITY of 5 octets", .priorityLength, Wire.headers(1, Wire.post, end: false),
            Wire.frame(2, stream: 1, [0x80, 0, 0, 3, 255])),

        breaks("RST_STREAM on stream 0", .resetStream, HTTP2Code.protocolError, Wire.reset(0, 8)),
        keeps("RST_STREAM on a stream", .resetStream, Wire.headers(1, Wire.get), Wire.reset(1, 8)),
        breaks(
            "RST_STREAM on a passed stream's successor", .resetIdle, HTTP2Code.protocolError, last: 1,
            Wire.headers(1, Wire.get), Wire.reset(3, 8)),
        keeps("RST_STREAM on a passed stream", .resetIdle, Wire.headers(3, Wire.get), Wire.reset(1, 8)),
        breaks(
            "RST_STREAM of 3 octets", .resetLength, HTTP2Code.frameSizeError, last: 1, Wire.headers(1, Wire.get),
            Wire.frame(3, stream: 1, [0, 0, 8])),
        breaks(
            "RST_STREAM of 5 octets", .resetLength, HTTP2Code.frameSizeError, last: 1, Wire.headers(1, Wire.get),
            Wire.frame(3, stream: 1, [0, 0, 0, 8, 0])),
        keeps("RST_STREAM with an unknown code", .resetLength, Wire.headers(1, Wire.get), Wire.reset(1, 0xff)),
    ]
}
