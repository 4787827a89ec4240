@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 section 8: what makes a message malformed.
extension HTTP2RuleCase {
    static let messageCases: [HTTP2RuleCase] = [
        resets(
            "second HEADERS without END_STREAM", .trailersEndStream, HTTP2Code.protocolError,
            Wire.headers(1, Wire.post, end: false), Wire.headers(1, Wire.literal("a", "b"), end: false)),
        keeps(
            "second HEADERS with END_STREAM", .trailersEndStream, Wire.headers(1, Wire.post, end: false),
            Wire.data(1, [1]), Wire.headers(1, Wire.literal("a", "b"))),
        resets(
            "content-length 1, 4 octets", .contentLength, HTTP2Code.protocolError, length("1"),
            Wire.data(1, Array("test".utf8), end: true)),
        resets(
            "content-length 1, twice 4 octets", .contentLength, HTTP2Code.protocolError, length("1"),
            Wire.data(1, Array("test".utf8)), Wire.data(1, Array("test".utf8), end: true)),
        resets(
            "content-length 5, 4 octets", .contentLength, HTTP2Code.protocolError, length("5"),
            Wire.data(1, Array("test".utf8), padding: 1, end: true)),
        resets(
            "content-length 1, no content", .contentLength, HTTP2Code.protocolError,
            Wire.headers(1, Wire.post + Wire.literal("content-length", "1"))),
        resets(
            "content-length 3, trailers behind 2 octets", .contentLength, HTTP2Code.protocolError, length("3"),
            Wire.data(1, [1, 2]), Wire.headers(1, Wire.literal("a", "b"))),
        keeps(
            "content-length 4, 4 octets and padding", .contentLength, length("4"),
            Wire.data(1, Array("test".utf8), padding: 9), Wire.data(1, [], end: true)),
        keeps(
            "content-length 0 twice", .contentLength,
            Wire.headers(1, Wire.post + Wire.literal("content-length", "0") + Wire.literal("content-length", "0"))),
        answer("answer with content-length 1 and no content", "1", .stream(1, code: HTTP2Code.protocolError)),
        answer("answer with content-length 0 and no content", "0", .accepted),
    ]

    /// What is no number, or none that content can have.
    static let lengthCases: [HTTP2RuleCase] = [
        "-1", "+1", "", "0x1", "1,1", "9223372036854775808", "99999999999999999999999",
    ].map { resets("content-length '\($0)'", .contentLength, HTTP2Code.protocolError, length($0)) }

    private static func length(_ value: String) -> [UInt8] {
        Wire.headers(1, Wire.post + Wire.literal("content-length", value), end: false)
    }

    private static func answer(_ name: String, _ length: String, _ end: End) -> HTTP2RuleCase {
        HTTP2RuleCase(
            name, .client, .contentLength, end,
            [.open, .octets(Wire.headers(1, Wire.ok + Wire.literal("content-length", length)))])
    }

    private static func withField(_ name: String, _ value: String) -> [UInt8] {
        Wire.headers(1, Wire.get + Wire.literal(name, value))
    }

    private static func withTrailer(_ name: String, _ value: String) -> [UInt8] {
        Wire.headers(1, Wire.post, end: false) + Wire.headers(1, Wire.literal(name, value))
    }

    static let fieldNameCases: [HTTP2RuleCase] =
        [
            ("x-Test", "upper case"), ("X-TEST", "all upper case"), ("", "nothing"), ("a b", "a space"),
            ("a:b", "a colon"), ("a\u{7f}", "DEL"), ("a\u{0}", "NUL"), ("é", "no ASCII"), ("a(", "a parenthesis"),
        ].map { resets("field name with \($0.1)", .fieldName, HTTP2Code.protocolError, withField($0.0, "v")) }
        + [
            keeps("field name of all octets that names have", .fieldName, withField("!#$%&'*+-.^_`|~09az", "v")),
            resets(
                "trailer name with upper case", .fieldName, HTTP2Code.protocolError, withTrailer("Grpc-Status", "0")),
        ]

    static let fieldValueCases: [HTTP2RuleCase] =
        ["a\u{0}b", "a\nb", "a\rb", " a", "a ", "\ta", "a\t", " "].map {
            resets("field value \($0.debugDescription)", .fieldValue, HTTP2Code.protocolError, withField("a", $0))
        }
        + [
            keeps("field value with a tab and octets above 127 inside", .fieldValue, withField("a", "b\tc é")),
            keeps("empty field value", .fieldValue, withField("a", "")),
            resets("trailer value with a line end", .fieldValue, HTTP2Code.protocolError, withTrailer("a", "b\r\nc")),
            resets("content-length '1 '", .fieldValue, HTTP2Code.protocolError, length("1 ")),
        ]

    static let connectionCases: [HTTP2RuleCase] =
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"].map {
            resets("field \($0)", .connectionSpecific, HTTP2Code.protocolError, withField($0, "x"))
        }
        + [
            resets(
                "connection in trailers", .connectionSpecific, HTTP2Code.protocolError,
                withTrailer("connection", "close")),
            keeps("field connections", .connectionSpecific, withField("connections", "close")),
            resets("te: trailers, deflate", .te, HTTP2Code.protocolError, withField("te", "trailers, deflate")),
            keeps("te: trailers", .te, withField("te", "trailers")),
        ]
}
