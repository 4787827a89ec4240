@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 section 8.3: pseudo-header fields.
extension HTTP2RuleCase {
    static let pseudoFieldCases: [HTTP2RuleCase] =
        [
            resets(
                "pseudo-header field :test", .pseudoKnown, 1, Wire.headers(1, Wire.get + Wire.literal(":test", "ok"))),
            resets("pseudo-header field :status of a request", .pseudoKnown, 1, Wire.headers(1, Wire.get + Wire.ok)),
            resets("pseudo-header field :", .pseudoKnown, 1, Wire.headers(1, Wire.get + Wire.literal(":", "ok"))),
            keeps("no :authority", .pseudoKnown, Wire.headers(1, Wire.hex("82 86 84"))),
            HTTP2RuleCase(
                "pseudo-header field :path of an answer", .client, .pseudoKnown, .stream(1, code: 1),
                [.open, .octets(Wire.headers(1, Wire.ok + Wire.hex("84")))]),
            resets(
                "pseudo-header field behind a field", .pseudoFirst, 1,
                Wire.headers(1, Wire.hex("82 86") + Wire.literal("a", "b") + Wire.hex("84"))),
            keeps(
                "pseudo-header fields in any order", .pseudoFirst,
                Wire.headers(1, Wire.hex("84 86 82") + Wire.literal("a", "b"))),
            resets("pseudo-header field :method twice", .pseudoOnce, 1, Wire.headers(1, Wire.hex("82 82 86 84"))),
            resets("pseudo-header field :scheme twice", .pseudoOnce, 1, Wire.headers(1, Wire.hex("82 86 86 84"))),
            resets("pseudo-header field :path twice", .pseudoOnce, 1, Wire.headers(1, Wire.hex("82 86 84 85"))),
            keeps("host beside :authority", .pseudoOnce, Wire.headers(1, Wire.get + Wire.literal("host", "localhost"))),
            resets(
                "pseudo-header field in trailers", .pseudoInTrailers, 1, Wire.headers(1, Wire.post, end: false),
                Wire.headers(1, Wire.hex("82"))),
            keeps(
                "empty trailers", .pseudoInTrailers, Wire.headers(1, Wire.post, end: false), Wire.headers(1, [])),
        ]

    static let requestCases: [HTTP2RuleCase] = [
        resets("no :method", .pseudoPresent, 1, Wire.headers(1, Wire.hex("86 84"))),
        resets("no :scheme", .pseudoPresent, 1, Wire.headers(1, Wire.hex("82 84"))),
        resets("no :path", .pseudoPresent, 1, Wire.headers(1, Wire.hex("82 86"))),
        resets("no fields at all", .pseudoPresent, 1, Wire.headers(1, [])),
        resets(
            "empty :method", .pseudoPresent, 1, Wire.headers(1, Wire.literal(":method", "") + Wire.hex("86 84"))),
        resets(
            ":method with a space", .pseudoPresent, 1,
            Wire.headers(1, Wire.literal(":method", "G T") + Wire.hex("86 84"))),
        resets(
            "empty :scheme", .pseudoPresent, 1, Wire.headers(1, Wire.literal(":scheme", "") + Wire.hex("82 84"))),
        resets(
            "CONNECT with a path", .pseudoPresent, 1,
            Wire.headers(1, Wire.literal(":method", "CONNECT") + Wire.literal(":authority", "a:1") + Wire.hex("84"))
        ),
        resets(
            "CONNECT without :authority", .pseudoPresent, 1, Wire.headers(1, Wire.literal(":method", "CONNECT"))),
        keeps(
            "CONNECT with :authority alone", .pseudoPresent,
            Wire.headers(1, Wire.literal(":method", "CONNECT") + Wire.literal(":authority", "a:1"))),
        HTTP2RuleCase(
            "answer without :status", .client, .pseudoPresent, .stream(1, code: 1),
            [.open, .octets(Wire.headers(1, Wire.literal("a", "b")))]),
        HTTP2RuleCase(
            "answer that begins with DATA", .client, .pseudoPresent, .stream(1, code: 1),
            [.open, .octets(Wire.data(1, [1]))]),
        resets("empty :path", .path, 1, Wire.headers(1, Wire.hex("82 86") + Wire.literal(":path", ""))),
        resets(
            ":path that does not begin with a slash", .path, 1,
            Wire.headers(1, Wire.hex("82 86") + Wire.literal(":path", "a/b"))),
        keeps(":path *", .path, Wire.headers(1, Wire.hex("82 86") + Wire.literal(":path", "*"))),
    ]

    static let statusCases: [HTTP2RuleCase] =
        ["99", "1000", "2x0", "099", "101", ""].map { status(":status '\($0)'", .stream(1, code: 1), $0) }
        + [
            status("interim answer that ends the stream", .stream(1, code: 1), "103"),
            HTTP2RuleCase(
                "two interim answers and one", .client, .status, .accepted,
                [
                    .open, .octets(Wire.headers(1, Wire.literal(":status", "100"), end: false)),
                    .octets(Wire.headers(1, Wire.literal(":status", "103"), end: false)),
                    .octets(Wire.headers(1, Wire.literal(":status", "999"))),
                ]),
        ]

    private static func status(_ name: String, _ end: End, _ status: String) -> HTTP2RuleCase {
        HTTP2RuleCase(
            name, .client, .status, end, [.open, .octets(Wire.headers(1, Wire.literal(":status", status)))])
    }
}
