import Testing
import TraceBytes

@Suite struct HTTPURLTests {
    @Test(arguments: [
        ("http://app-b:5001", "app-b", 5001, "/", "app-b:5001", "app-b"),
        ("http://app-b.ns-b", "app-b.ns-b", 80, "/", "app-b.ns-b", "app-b"),
        ("http://jaeger:9411/api/v2/spans", "jaeger", 9411, "/api/v2/spans", "jaeger:9411", "jaeger"),
        ("HTTP://Host_1:80/?a=/b?c", "Host_1", 80, "/?a=/b?c", "Host_1:80", "Host_1"),
        ("http://127.0.0.1:0065535/%2f", "127.0.0.1", 65535, "/%2f", "127.0.0.1:65535", "127.0.0.1"),
        ("http://[::1]:8080/x", "::1", 8080, "/x", "[::1]:8080", "::1"),
        (
            "http://[2001:db8::192.0.2.1]?", "2001:db8::192.0.2.1", 80, "/?", "[2001:db8::192.0.2.1]",
            "2001:db8::192.0.2.1"
        ),
        ("https://host:", "host", 443, "/", "host", "host"),
    ])
    func thePartsAreKeptAsWritten(
        text: String, host: String, port: UInt16, target: String, authority: String, label: String
    ) throws {
        let url = try HTTPURL(parsing: text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.requestTarget == target)
        #expect(url.authority == authority)
        #expect(url.firstHostLabel == label)
        #expect(try HTTPURL(parsing: url.description) == url)
    }

    @Test(arguments: [
        ("", "no 'http://' in front at byte 0"),
        ("app-b:5001", "no 'http://' in front at byte 0"),
        ("//app-b", "no 'http://' in front at byte 0"),
        ("http:/app-b", "no 'http://' in front at byte 0"),
        ("ftp://host", "a scheme other than http and https at byte 0"),
        ("http://", "no host at byte 7"),
        ("http://:80/", "no host at byte 7"),
        ("http:///path", "no host at byte 7"),
        ("http://user:pw@host/", "a user name, which is not taken at byte 7"),
        ("http://a..b/", "a host name with an empty label, or longer than 253 characters at byte 7"),
        ("http://host name/", "a character that no host name has at byte 11"),
        ("http://h\u{e9}/", "a character that no host name has at byte 8"),
        ("http://host:0/", "a port outside 1 to 65535 at byte 12"),
        ("http://host:65536/", "a port outside 1 to 65535 at byte 12"),
        ("http://host:+80", "a port outside 1 to 65535 at byte 12"),
        ("http://host:80 /", "a port outside 1 to 65535 at byte 12"),
        ("http://[::1/", "an IPv6 address that is not valid at byte 7"),
        ("http://[1:2:3:4:5:6:7]/", "an IPv6 address that is not valid at byte 7"),
        ("http://[1::2::3]/", "an IPv6 address that is not valid at byte 7"),
        ("http://[::1.2.3.256]/", "an IPv6 address that is not valid at byte 7"),
        ("http://[fe80::1%25eth0]/", "an IPv6 address that is not valid at byte 7"),
        ("http://[::1]x/", "a character that no host name has at byte 12"),
        ("http://host/a b", "a character that no URL has at byte 13"),
        ("http://host/\r\nX: y", "a character that no URL has at byte 12"),
        ("http://host/%g0", "'%' without two hexadecimal digits at byte 12"),
        ("http://host/?%4", "'%' without two hexadecimal digits at byte 13"),
        ("http://host/#top", "a fragment, which is not taken at byte 12"),
    ])
    func whatIsNoURLIsRefusedAtItsPlace(text: String, reason: String) {
        let error = #expect(throws: HTTPURLError.self) { try HTTPURL(parsing: text) }
        #expect(error?.description == reason)
    }
}
