import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct HTTP1SerializerTests {
    func text(_ request: HTTPRequest) throws -> String {
        String(decoding: try HTTP1Serializer.bytes(of: request), as: UTF8.self)
    }

    func text(_ response: HTTPResponse, to method: String = "GET") throws -> String {
        String(decoding: try HTTP1Serializer.bytes(of: response, to: method), as: UTF8.self)
    }

    let host = HeaderFields([("Host", "a")])

    /// A large content goes out behind its head without being copied there.
    @Test(arguments: [0, 1, 16 << 10, (16 << 10) + 1, 100_000])
    func contentOfAnySizeFollowsItsHead(count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let request = HTTPRequest("POST", "/", headers: host, body: content)
        let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n"
        #expect(try HTTP1Serializer.bytes(of: request) == Array(head.utf8) + content)
        let pieces = try HTTP1Serializer.pieces(of: request)
        #expect(pieces.head + pieces.content == Array(head.utf8) + content)
    }

    /// RFC 9110 section 8.6: the length is said where content is there or could be expected.
    @Test(arguments: [
        ("GET", "", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("POST", "", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
        ("POST", "hi", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"),
        ("DELETE", "hi", "DELETE / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"),
    ])
    func requestsSayTheirLength(method: String, body: String, expected: String) throws {
        #expect(try text(HTTPRequest(method, "/", headers: host, body: Array(body.utf8))) == expected)
    }

    /// RFC 9110 sections 6.4.1, 8.6 and 9.3.2.
    @Test(arguments: [
        ("GET", HTTPResponse.empty(202), "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"),
        ("GET", .json("{}"), "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
        (
            "GET", .text("no", status: 404),
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nno"
        ),
        ("HEAD", .json("{}"), "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"),
        ("GET", .empty(204), "HTTP/1.1 204 No Content\r\n\r\n"),
        ("GET", .empty(304), "HTTP/1.1 304 Not Modified\r\n\r\n"),
        ("GET", HTTPResponse(status: 299), "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n"),
        ("GET", HTTPResponse(status: 200, reason: "Fine"), "HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n"),
    ])
    func responsesSayTheirLength(method: String, response: HTTPResponse, expected: String) throws {
        #expect(try text(response, to: method) == expected)
    }

    /// RFC 9110 sections 8.6 and 9.3.2: the length of the content that GET would get, without that.
    @Test(arguments: [
        ([("Content-Length", "5")], "", "Content-Length: 5\r\n"),
        ([("Transfer-Encoding", "chunked")], "hi", "Transfer-Encoding: chunked\r\n"),
        ([], "hi", "Content-Length: 2\r\n"),
        ([], "", ""),
    ])
    func answersToHeadHaveFieldsAndNoContent(fields: [(String, String)], body: String, expected: String) throws {
        let response = HTTPResponse(status: 200, headers: HeaderFields(fields), body: Array(body.utf8))
        #expect(try text(response, to: "HEAD") == "HTTP/1.1 200 OK\r\n\(expected)\r\n")
    }

    @Test(arguments: [
        [("Content-Length", "5 ")], [("Content-Length", "")],
        [("Content-Length", "5"), ("Transfer-Encoding", "chunked")],
    ])
    func answersToHeadAreCheckedToo(fields: [(String, String)]) {
        let response = HTTPResponse(status: 200, headers: HeaderFields(fields))
        #expect(throws: HTTP1SerializationError(.framing)) { try text(response, to: "HEAD") }
    }

    @Test func contentIsChunkedWhenAskedForOrFollowedByTrailers() throws {
        var asked = HTTPResponse(
            status: 200, headers: HeaderFields([("Transfer-Encoding", "chunked")]), body: Array("hello world!".utf8))
        let prefix = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(try text(asked) == prefix + "c\r\nhello world!\r\n0\r\n\r\n")
        asked.headers = HeaderFields()
        asked.trailers = HeaderFields([("X-Sum", "1")])
        #expect(try text(asked) == prefix + "c\r\nhello world!\r\n0\r\nX-Sum: 1\r\n\r\n")
        asked.body = []
        #expect(try text(asked) == prefix + "0\r\nX-Sum: 1\r\n\r\n")
    }

    @Test func dateAndConnectionAreAddedUnlessThere() throws {
        let bytes = try HTTP1Serializer.bytes(
            of: .empty(202), to: "POST", connection: "close", date: httpDate(unixSeconds: 784_111_777))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "HTTP/1.1 202 Accepted\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
        let own = HTTPResponse(status: 202, headers: HeaderFields([("date", "x"), ("connection", "y")]))
        #expect(
            String(
                decoding: try HTTP1Serializer.bytes(of: own, to: "POST", connection: "close", date: "z"), as: UTF8.self)
                == "HTTP/1.1 202 Accepted\r\ndate: x\r\nconnection: y\r\nContent-Length: 0\r\n\r\n")
    }

    @Test(arguments: ["a\r\nX: b", "a\nX: b", "a\rb", "a\u{0}b", "a\u{7f}"])
    func nothingCanBeInjected(value: String) {
        let failures: [(HTTP1SerializationError.Reason, HTTPRequest)] = [
            (.fieldValue, HTTPRequest("GET", "/", headers: HeaderFields([("Host", value)]))),
            (.fieldName, HTTPRequest("GET", "/", headers: HeaderFields([("Host", "a"), (value, "1")]))),
            (.method, HTTPRequest(value, "/", headers: host)),
            (.target, HTTPRequest("GET", value, headers: host)),
        ]
        for (reason, request) in failures {
            #expect(throws: HTTP1SerializationError(reason)) { try HTTP1Serializer.bytes(of: request) }
        }
        #expect(throws: HTTP1SerializationError(.reason)) { try text(HTTPResponse(status: 200, reason: value)) }
        let trailers = HTTPResponse(HTTPResponseHead(status: 200), trailers: HeaderFields([("X", value)]))
        #expect(throws: HTTP1SerializationError(.fieldValue)) { try text(trailers) }
        #expect(throws: HTTP1SerializationError(.fieldValue)) {
            try HTTP1Serializer.bytes(of: .empty(200), to: "GET", connection: value)
        }
    }

    @Test(arguments: [
        ("", "/", HTTP1SerializationError.Reason.method), ("G T", "/", .method), ("GET", "", .target),
        ("GET", "/a b", .target),
    ])
    func startLinesAreChecked(method: String, target: String, reason: HTTP1SerializationError.Reason) {
        #expect(throws: HTTP1SerializationError(reason)) { try text(HTTPRequest(method, target, headers: host)) }
    }

    @Test func aRequestNeedsHost() {
        #expect(throws: HTTP1SerializationError(.missingHost)) { try text(HTTPRequest("GET", "/")) }
    }

    /// What would be read as another message is not written.
    @Test(arguments: [
        [("Content-Length", "3")], [("Content-Length", "2"), ("Content-Length", "2")],
        [("Content-Length", "2"), ("Transfer-Encoding", "chunked")], [("Transfer-Encoding", "gzip, chunked")],
        [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")],
    ])
    func framingMustAgree(fields: [(String, String)]) {
        let request = HTTPRequest("POST", "/", headers: HeaderFields([("Host", "a")] + fields), body: Array("hi".utf8))
        #expect(throws: HTTP1SerializationError(.framing)) { try text(request) }
        let response = HTTPResponse(status: 200, headers: HeaderFields(fields), body: Array("hi".utf8))
        #expect(throws: HTTP1SerializationError(.framing)) { try text(response) }
    }

    @Test(arguments: [
        HTTPResponse(status: 204, body: [1]), HTTPResponse(status: 304, body: [1]),
        HTTPResponse(status: 100, body: [1]),
        HTTPResponse(status: 204, headers: HeaderFields([("Content-Length", "0")])),
    ])
    func noContentWhereNoneIsAllowed(response: HTTPResponse) {
        #expect(throws: HTTP1SerializationError(.contentNotAllowed)) { try text(response) }
    }

    @Test(arguments: [99, 1000, -1]) func theStatusHasThreeDigits(status: Int) {
        #expect(throws: HTTP1SerializationError(.status)) { try text(HTTPResponse(status: status)) }
    }

    /// RFC 9110 section 5.6.7, and days around leap years (from `date -u -d @N`).
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (Int64.max, "Fri, 31 Dec 9999 23:59:59 GMT"), (Int64.min, "Thu, 01 Jan 1970 00:00:00 GMT"),
    ])
    func datesAreWrittenAndReadBack(seconds: Int64, expected: String) {
        #expect(httpDate(unixSeconds: seconds) == expected)
        #expect(httpDateUnixSeconds(expected) == min(max(seconds, 0), 253_402_300_799))
    }

    /// The last three are the obsolete spellings of RFC 9110 section 5.6.7, and a weekday that is none of that date.
    @Test(arguments: [
        "", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
    ])
    func whatIsNoDateIsNotRead(text: String) {
        #expect(httpDateUnixSeconds(text) == nil)
    }
}
