import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct HTTP1SmugglingTests {
    @Test(arguments: refusedRequests)
    func isRefusedAtItsByteWithItsStatus(request: RefusedRequest) throws {
        let whole = HTTP1RequestParser().transcript(of: request.bytes)
        let error = try #require(whole.failure())
        #expect(error == HTTP1ParseError(request.reason, at: request.offset))
        #expect(error.status == request.status)
    }

    @Test(arguments: refusedRequests)
    func isRefusedInTheSameWayByteByByte(request: RefusedRequest) {
        let parser = HTTP1RequestParser()
        let whole = parser.transcript(of: request.bytes)
        #expect(parser.transcript(of: request.bytes, pieces: [1]) == whole)
        #expect(parser.transcript(of: request.bytes, pieces: [3]) == whole)
        #expect(parser.transcript(of: request.bytes, pieces: [request.bytes.count - 1, 1]) == whole)
    }

    /// Every reason that a request can meet is met by a case.
    @Test func everyReasonHasACase() {
        let missing = Set(HTTP1ParseError.Reason.allCases).subtracting(refusedRequests.map(\.reason))
        #expect(
            missing == [
                // Covered by the tests of the request parser.
                .unexpectedEnd,
                // Reasons of responses.
                .malformedStatusLine, .statusLineTooLong, .unexpectedResponse, .tooManyInterimResponses,
            ])
    }

    /// Just inside each limit.
    @Test func whatFitsIsAccepted() {
        let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let texts = [
            "GET /" + String(repeating: "a", count: 8178) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 65_536 - 25 - 3 - 4) + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 99) + "\r\n",
            chunked + "1;" + String(repeating: "a", count: 4094) + "\r\na\r\n0\r\n\r\n",
            chunked + "0\r\nX: " + String(repeating: "a", count: 8192 - 3 - 4) + "\r\n\r\n",
        ]
        for text in texts { #expect(HTTP1RequestParser().transcript(of: text).failure() == nil) }
    }

    @Test func contentOfExactlyTheLimitIsAccepted() {
        var limits = HTTP1Limits()
        limits.bodyBytes = 5
        let post = "POST / HTTP/1.1\r\nHost: a\r\n"
        let parser = HTTP1RequestParser(limits: limits)
        #expect(parser.transcript(of: post + "Content-Length: 5\r\n\r\nhello").bodies() == ["hello"])
        #expect(
            parser.transcript(of: post + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n").bodies()
                == ["hello"])
        #expect(
            parser.transcript(of: post + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n4\r\nllo!\r\n0\r\n\r\n")
                .failure()?.reason
                == .bodyTooLarge)
    }
}
