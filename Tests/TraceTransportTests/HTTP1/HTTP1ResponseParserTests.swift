import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct HTTP1ResponseParserTests {
    func parser(for methods: String..., limits: HTTP1Limits = HTTP1Limits()) -> HTTP1ResponseParser {
        var parser = HTTP1ResponseParser(limits: limits)
        for method in methods { parser.expectResponse(to: method) }
        return parser
    }

    /// RFC 9110 section 3.9.
    @Test func theExampleOfTheSpecification() {
        let head =
            "HTTP/1.1 200 OK\r\nDate: Mon, 27 Jul 2009 12:28:53 GMT\r\nServer: Apache\r\nContent-Length: 51\r\n"
            + "Vary: Accept-Encoding\r\nContent-Type: text/plain\r\n\r\n"
        let body = "Hello World! My content includes a trailing CRLF.\r\n"
        let fields = HeaderFields([
            ("Date", "Mon, 27 Jul 2009 12:28:53 GMT"), ("Server", "Apache"), ("Content-Length", "51"),
            ("Vary", "Accept-Encoding"), ("Content-Type", "text/plain"),
        ])
        #expect(
            parser(for: "GET").transcript(of: head + body) == [
                .head(
                    HTTPResponseHead(status: 200, headers: fields), raw: Array(head.utf8), at: 0, .length(51),
                    keepsAlive: true, expectsContinue: false),
                .body(Array(body.utf8)),
                .end(HeaderFields(), at: (head + body).utf8.count),
            ])
    }

    /// RFC 9112 section 6.3: what is answered decides, then the status, then the fields.
    @Test(arguments: [
        ("GET", "200 OK\r\nContent-Length: 2", HTTP1Framing.length(2), true),
        ("GET", "200 OK\r\nTransfer-Encoding: chunked", .chunked, true),
        ("GET", "200 OK", .untilClose, false),
        ("GET", "404 No\r\nConnection: close\r\nContent-Length: 0", .length(0), false),
        ("HEAD", "200 OK\r\nContent-Length: 99999999999", .none, true),
        ("HEAD", "200 OK", .none, true),
        ("GET", "204 No Content", .none, true),
        ("GET", "304 Not Modified\r\nContent-Length: 100", .none, true),
        ("CONNECT", "200 OK\r\nTransfer-Encoding: chunked", .none, false),
        ("CONNECT", "407 No\r\nContent-Length: 2", .length(2), true),
        ("GET", "101 Switching Protocols\r\nUpgrade: x", .none, false),
    ])
    func theFramingFollowsFromRequestStatusAndFields(
        method: String, text: String, framing: HTTP1Framing, keepsAlive: Bool
    ) {
        let seen = parser(for: method).transcript(
            of: Array("HTTP/1.1 \(text)\r\n\r\n".utf8), pieces: [Int.max], thenEnd: false)
        guard case .head(_, _, _, let found, let kept, _)? = seen.first else {
            Issue.record("no head: \(seen)")
            return
        }
        #expect(found == framing)
        #expect(kept == keepsAlive)
    }

    @Test func contentWithoutLengthEndsWithTheConnection() {
        let text = "HTTP/1.0 200 OK\r\n\r\nto the end"
        let seen = parser(for: "GET").transcript(of: text)
        #expect(seen.bodies() == ["to the end"])
        #expect(seen.last == .end(HeaderFields(), at: text.utf8.count))
        #expect(
            parser(for: "GET").transcript(of: Array(text.utf8), pieces: [4], thenEnd: false).last
                == .body(Array("to the end".utf8)))
    }

    @Test func interimResponsesPrecedeTheFinalOne() {
        let seen = parser(for: "POST", "GET").transcript(
            of: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204 \r\n\r\n")
        let statuses = seen.compactMap { if case .head(let head, _, _, _, _, _) = $0 { head.status } else { nil } }
        #expect(statuses == [100, 103, 200, 204])
        #expect(seen.bodies() == ["", "", "ok", ""])
        #expect(seen.failure() == nil)
    }

    @Test func interimResponsesAreLimited() {
        var limits = HTTP1Limits()
        limits.interimResponses = 2
        let seen = parser(for: "GET", limits: limits).transcript(
            of: String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 3))
        #expect(seen.failure() == HTTP1ParseError(.tooManyInterimResponses, at: 75))
    }

    @Test func responsesAnswerTheRequestsInTheirOrder() {
        let seen = parser(for: "HEAD", "GET").transcript(
            of: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        #expect(seen.bodies() == ["", "hello"])
    }

    @Test func aReasonMayBeMissingOrHoldAnything() {
        for (line, reason) in [("HTTP/1.1 299", ""), ("HTTP/1.1 299 ", ""), ("HTTP/1.1 299 A  b\t!", "A  b\t!")] {
            let seen = parser(for: "GET").transcript(of: line + "\r\nContent-Length: 0\r\n\r\n")
            guard case .head(let head, _, _, _, _, _)? = seen.first else {
                Issue.record("no head: \(seen)")
                continue
            }
            #expect(head.status == 299)
            #expect(head.reason == reason)
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n", HTTP1ParseError.Reason.bareLF, 15),
        ("HTTP/1.1 20 OK\r\n", .malformedStatusLine, 0),
        ("HTTP/1.1 2000 OK\r\n", .malformedStatusLine, 0),
        ("HTTP/1.1 099 OK\r\n", .malformedStatusLine, 0),
        ("HTTP/1.1  200 OK\r\n", .malformedStatusLine, 0),
        ("HTTP/1.1 200 a\u{0}\r\n", .malformedStatusLine, 14),
        ("HTTP/1.1\r\n", .malformedStatusLine, 0),
        ("ICY 200 OK\r\n", .malformedStatusLine, 0),
        ("\r\nHTTP/1.1 200 OK\r\n", .malformedStatusLine, 0),
        ("HTTP/2.0 200 OK\r\n", .unsupportedVersion, 0),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", .repeatedContentLength, 36),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
            .contentLengthWithTransferEncoding, 36
        ),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .unsupportedTransferCoding, 44),
        ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInHTTP10, 47),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", .unexpectedEnd, 40),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", .unexpectedEnd, 53),
        ("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n", .unexpectedResponse, 27),
        ("HTTP/1.1 200 " + String(repeating: "a", count: 8180), .statusLineTooLong, 8192),
    ])
    func isRefusedAtItsByteHoweverItIsCut(text: String, reason: HTTP1ParseError.Reason, offset: Int) {
        let bytes = Array(text.utf8)
        let whole = parser(for: "GET").transcript(of: bytes)
        #expect(whole.failure() == HTTP1ParseError(reason, at: offset))
        #expect(parser(for: "GET").transcript(of: bytes, pieces: [1]) == whole)
        #expect(parser(for: "GET").transcript(of: bytes, pieces: [5]) == whole)
    }

    @Test func contentWithoutLengthIsLimited() {
        var limits = HTTP1Limits()
        limits.bodyBytes = 3
        let seen = parser(for: "GET", limits: limits).transcript(of: "HTTP/1.1 200 OK\r\n\r\nabcd")
        #expect(seen.failure() == HTTP1ParseError(.bodyTooLarge, at: 22))
    }
}
