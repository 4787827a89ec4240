import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct HTTP1RequestParserTests {
    let parser = HTTP1RequestParser()

    /// RFC 9112 section 2.1 and RFC 9110 section 3.9.
    @Test func theExampleOfTheSpecification() {
        let text =
            "GET /hello.txt HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\nHost: www.example.com\r\nAccept-Language: en, mi\r\n\r\n"
        let head = HTTPRequestHead(
            method: "GET", target: "/hello.txt",
            headers: HeaderFields([
                ("User-Agent", "curl/7.64.1"), ("Host", "www.example.com"), ("Accept-Language", "en, mi"),
            ]))
        #expect(
            parser.transcript(of: text) == [
                .head(head, raw: Array(text.utf8), at: 0, .none, keepsAlive: true, expectsContinue: false),
                .end(HeaderFields(), at: text.utf8.count),
            ])
    }

    @Test func spellingOrderAndRepetitionOfFieldsStay() {
        let text = "GET / HTTP/1.1\r\nhOsT:a\r\nX-B: \t 1 2 \t\r\nx-b:\r\nX-\u{e9}: \r\n\r\n"
        #expect(parser.transcript(of: text).failure()?.reason == .invalidFieldName)
        let valid = text.replacing("X-\u{e9}", with: "X-b")
        guard case .head(let head, _, _, _, _, _) = parser.transcript(of: valid)[0] else {
            Issue.record("no head")
            return
        }
        #expect(head.headers.map(\.description) == ["hOsT: a", "X-B: 1 2", "x-b: ", "X-b: "])
    }

    /// RFC 9110 sections 5.5 and 5.6.2. Eight bytes are looked at together: every byte at every place must be judged as
    /// it is alone.
    @Test(arguments: [0, 1, 6, 7, 8, 9, 15, 16])
    func everyByteIsJudgedWhereverItStands(place: Int) {
        let tokens = Array("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        for byte in UInt8.min ... .max {
            var text = Array(repeating: UInt8(ascii: "a"), count: 17)
            text[place] = byte
            let isTokenByte = tokens.contains(byte)
            let isValueByte = byte == 0x09 || byte >= 0x20 && byte != 0x7f
            let name = Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8) + text + Array(": v\r\n\r\n".utf8)
            let value = Array("GET / HTTP/1.1\r\nHost: a\r\nx: b".utf8) + text + Array("b\r\n\r\n".utf8)
            // A colon ends the name, unless nothing stands before it.
            let isNameRead = isTokenByte || byte == 0x3a && place > 0
            #expect((parser.transcript(of: name).failure() == nil) == isNameRead, "\(byte)")
            #expect((parser.transcript(of: value).failure() == nil) == isValueByte, "\(byte)")
        }
    }

    @Test func bytesBeyondASCIIPassInValues() {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [0xff, 0x80] + Array("\r\n\r\n".utf8)
        guard case .head(let head, let raw, _, _, _, _) = parser.transcript(of: bytes)[0] else {
            Issue.record("no head")
            return
        }
        #expect(head.headers.first("x").map { Array($0.value) } == [0xff, 0x80])
        #expect(raw == bytes)
    }

    @Test func contentLengthDelimits() {
        let seen = parser.transcript(of: "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\n\r\nhello")
        #expect(seen.bodies() == ["hello"])
        #expect(seen.failure() == nil)
    }

    /// The forms of RFC 9112 section 7.1: extensions of every kind, hexadecimal sizes of both cases, trailers.
    @Test func chunksExtensionsAndTrailersAreRead() {
        let text =
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
            + "4\r\nWiki\r\n6;name=value;other=\"quoted; text\"\r\npedia \r\n00A ;x\r\n0123456789\r\n0f\r\nabcdefghijklmno\r\n"
            + "000;last\r\nExpires: never\r\nX-Sum: 1\r\n\r\n"
        let seen = parser.transcript(of: text)
        #expect(seen.bodies() == ["Wikipedia 0123456789abcdefghijklmno"])
        #expect(seen.last == .end(HeaderFields([("Expires", "never"), ("X-Sum", "1")]), at: text.utf8.count))
    }

    @Test func requestsInOneStreamComeInOrder() {
        let seen = parser.transcript(
            of: "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
                + "\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n"
                + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /4 HTTP/1.0\r\n\r\n")
        #expect(seen.requestLines == ["POST /1", "POST /2", "GET /3", "GET /4"])
        #expect(seen.bodies() == ["ab", "c", "", ""])
        #expect(seen.failure() == nil)
    }

    /// What has come of the next request waits, whole, until the one before was taken.
    @Test func bytesOfTheNextRequestStay() throws {
        var parser = parser
        parser.receive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2".utf8)
        _ = try parser.next()
        guard case .end? = try parser.next() else {
            Issue.record("no end")
            return
        }
        #expect(parser.offset == 28)
        #expect(parser.unreadCount == 6)
        #expect(!parser.isBetweenRequests)
        #expect(try parser.next() == nil)
    }

    /// RFC 9112 section 9.3.
    @Test(arguments: [
        ("HTTP/1.1", "X: 1", true), ("HTTP/1.1", "Connection: close", false),
        ("HTTP/1.1", "Connection: Upgrade, CLOSE", false),
        ("HTTP/1.1", "Connection: closed", true), ("HTTP/1.0", "X: 1", false),
        ("HTTP/1.0", "Connection: Keep-Alive", true),
        ("HTTP/1.0", "Connection: keep-alive, close", false), ("HTTP/1.9", "X: 1", true),
    ])
    func theConnectionIsKeptAsVersionAndFieldSay(version: String, field: String, expected: Bool) {
        let seen = parser.transcript(of: "GET / \(version)\r\nHost: a\r\n\(field)\r\n\r\n")
        guard case .head(_, _, _, _, let keepsAlive, _)? = seen.first else {
            Issue.record("no head: \(seen)")
            return
        }
        #expect(keepsAlive == expected)
    }

    /// RFC 9110 section 10.1.1: ignored in HTTP/1.0 and without content.
    @Test(arguments: [
        ("HTTP/1.1", "Expect: 100-Continue\r\nContent-Length: 1", true),
        ("HTTP/1.0", "Expect: 100-continue\r\nContent-Length: 1", false),
        ("HTTP/1.1", "Expect: 100-continue", false), ("HTTP/1.1", "Expect: 100-continue\r\nContent-Length: 0", false),
        ("HTTP/1.1", "Expect: 100-continue\r\nTransfer-Encoding: chunked", true),
        ("HTTP/1.1", "Expect: else\r\nContent-Length: 1", false),
    ])
    func theExpectationIsSurfaced(version: String, fields: String, expected: Bool) {
        let seen = parser.transcript(of: "POST / \(version)\r\nHost: a\r\n\(fields)\r\n\r\n")
        guard case .head(_, _, _, _, _, let expectsContinue)? = seen.first else {
            Issue.record("no head: \(seen)")
            return
        }
        #expect(expectsContinue == expected)
    }

    /// RFC 9112 section 3.2: the four forms of a target.
    @Test(arguments: [
        ("GET", "/where?q=now", "/where", "q=now"),
        ("GET", "http://www.example.org/pub/WWW/a.html", "/pub/WWW/a.html", nil),
        ("GET", "HTTPS://a?x", "/", "x"), ("GET", "http://a", "/", nil),
        ("CONNECT", "www.example.com:80", "www.example.com:80", nil),
        ("OPTIONS", "*", "*", nil), ("GET", "/a?http://b/c?d", "/a", "http://b/c?d"), ("GET", "//a?", "//a", ""),
    ])
    func targetsGivePathAndQuery(method: String, target: String, path: String, query: String?) {
        let seen = parser.transcript(of: "\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        guard case .head(let head, _, _, _, _, _)? = seen.first else {
            Issue.record("no head: \(seen)")
            return
        }
        #expect(head.target == target)
        #expect(head.path == path)
        #expect(head.query.map(String.init) == query)
    }

    @Test(arguments: ["", "a", "a:80", "a:", "127.0.0.1:9411", "[::1]", "[2001:db8::1]:80", "a_b.c-d~e", "%41"])
    func hostsOfEveryFormAreAccepted(host: String) {
        #expect(parser.transcript(of: "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").failure() == nil)
    }

    @Test(arguments: [
        "G", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    ])
    func anEndInsideARequestIsAnError(text: String) {
        #expect(parser.transcript(of: text).failure() == HTTP1ParseError(.unexpectedEnd, at: text.utf8.count))
        #expect(parser.transcript(of: Array(text.utf8), pieces: [1], thenEnd: false).failure() == nil)
    }

    @Test(arguments: ["", "\r\n"]) func anEndBetweenRequestsIsNone(text: String) {
        #expect(parser.transcript(of: text) == [])
    }

    @Test func anErrorStays() throws {
        var parser = parser
        parser.receive("GET / HTTP/1.1\nHost".utf8)
        let expected = HTTP1ParseError(.bareLF, at: 14)
        #expect(throws: expected) { try parser.next() }
        parser.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        #expect(throws: expected) { try parser.next() }
    }
}
