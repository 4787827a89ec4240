import HopServer
import Testing
import TraceBytes
import TraceTestSupport

@Suite struct HopConfigurationRewriterTests {
    static let goodFiles: [String] = {
        do {
            return try Fixtures.files(in: "config/good", withExtension: "yaml")
                + Fixtures.files(in: "abc", withExtension: "yaml")
        } catch {
            Issue.record("no fixtures: \(error)")
            return []
        }
    }()

    static func rewritten(_ text: String) throws -> String {
        let file = try HopConfigurationFile(parsing: Array(text.utf8), fileName: "test.yaml")
        let bytes = try HopConfigurationRewriter(file).rewritten(
            port: 0, upstream: "http://127.0.0.1:1", endpoint: "http://127.0.0.1:2/s")
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("a", "port: 5000", "upstream_host: http://app-b:5001"),
        ("b", "port: 5001", "upstream_host: http://app-c:5002"),
        ("c", "port: 5002", "upstream_host:"),
    ])
    func onlyThreeValuesChange(hop: String, port: String, upstream: String) throws {
        let text = try Fixtures.text("abc/config-app-\(hop).yaml")
        let expected =
            text
            .replacing(port, with: "port: 0")
            .replacing(upstream, with: "upstream_host: \"http://127.0.0.1:1\"")
            .replacing("http://jaeger:9411/api/v2/spans", with: "\"http://127.0.0.1:2/s\"")
        #expect(try Self.rewritten(text) == expected)
    }

    @Test func aLastHopStaysOne() throws {
        let text = try Fixtures.text("abc/config-app-c.yaml")
        let file = try HopConfigurationFile(parsing: Array(text.utf8), fileName: "c.yaml")
        let bytes = try HopConfigurationRewriter(file).rewritten(port: 5002, upstream: nil, endpoint: "http://h/")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == text.replacing("http://jaeger:9411/api/v2/spans", with: "\"http://h/\""))
    }

    @Test(arguments: [
        // An empty value, with the comment behind it.
        ("traffic:\n  upstream_host: # none\n", "traffic:\n  upstream_host: \"http://127.0.0.1:1\" # none\n"),
        ("traffic:\n  upstream_host:\n", "traffic:\n  upstream_host: \"http://127.0.0.1:1\"\n"),
        ("traffic: {upstream_host}\n", "traffic: {upstream_host: \"http://127.0.0.1:1\"}\n"),
        ("traffic: {upstream_host: }\n", "traffic: {upstream_host: \"http://127.0.0.1:1\" }\n"),
        ("traffic:\n  upstream_host: ~\n", "traffic:\n  upstream_host: \"http://127.0.0.1:1\"\n"),
        (
            "traffic:\n  upstream_host: ''#\n".replacing("#", with: " #x"),
            "traffic:\n  upstream_host: \"http://127.0.0.1:1\" #x\n"
        ),
        // No key.
        ("traffic:\n", "traffic: {upstream_host : \"http://127.0.0.1:1\"}\n"),
        ("traffic: ~\n", "traffic: {upstream_host : \"http://127.0.0.1:1\"}\n"),
        ("traffic: {}\n", "traffic: { upstream_host: \"http://127.0.0.1:1\" }\n"),
        (
            "traffic: { error: }\n",
            "traffic: { upstream_host: \"http://127.0.0.1:1\", error: }\n"
        ),
        (
            "traffic:\n    # comment\n    delay: # none\n",
            "traffic:\n    # comment\n    upstream_host: \"http://127.0.0.1:1\"\n    delay: # none\n"
        ),
        // Quotes, several lines, a block scalar.
        ("traffic:\n  'upstream_host': 'http://x'\n", "traffic:\n  'upstream_host': \"http://127.0.0.1:1\"\n"),
        ("traffic:\n  upstream_host:\n    http://x\n", "traffic:\n  upstream_host:\n    \"http://127.0.0.1:1\"\n"),
        ("traffic:\n  upstream_host: >-\n    http://x\n", "traffic:\n  upstream_host: \"http://127.0.0.1:1\"\n"),
        // An alias is replaced at its use; an anchor stays, and who else names it keeps the old value.
        (
            "x-u: &u http://x\ntraffic:\n  upstream_host: *u\n",
            "x-u: &u http://x\ntraffic:\n  upstream_host: \"http://127.0.0.1:1\"\n"
        ),
        (
            "traffic: {upstream_host: &u http://x}\nx-u: *u\n",
            "traffic: {upstream_host: &u \"http://127.0.0.1:1\"}\nx-u: http://x\n"
        ),
        (
            "x-t: &t\n  delay:\ntraffic: *t\n",
            "x-t: &t\n  delay:\ntraffic: {delay :, upstream_host : \"http://127.0.0.1:1\"}\n"
        ),
    ])
    func theUpstreamIsReplacedWhereItStandsOrInserted(traffic: String, expected: String) throws {
        let head = "server: {name: a, port: 0}\n"
        let tail = "tracing: {endpoint: \"http://127.0.0.1:2/s\"}\n"
        #expect(try Self.rewritten(head + traffic + tail) == head + expected + tail)
    }

    @Test func anInsertedLineEndsLikeTheOthers() throws {
        let text = "server: {name: a, port: 0}\r\ntraffic:\r\n  delay:\r\ntracing: {endpoint: \"http://127.0.0.1:2/s\"}"
        let expected = text.replacing("  delay", with: "  upstream_host: \"http://127.0.0.1:1\"\r\n  delay")
        #expect(try Self.rewritten(text) == expected)
    }

    @Test(arguments: goodFiles)
    func theNewFileReadsAsTheOldOneWithTheNewValues(path: String) throws {
        let file = try HopConfigurationFile(parsing: Fixtures.bytes(path), fileName: path)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20 {
            let port = UInt16.random(in: 0...UInt16.max, using: &random)
            let host = ["127.0.0.1", "[::1]", "app-b.ns"].randomElement(using: &random) ?? ""
            let upstream = Bool.random(using: &random) ? "http://\(host):\(Int(port) / 2 + 1)/?a=[b]" : nil
            let plain = upstream?.replacing("[b]", with: "b")
            let endpoint = "http://\(host)/x,y"
            let bytes = try HopConfigurationRewriter(file).rewritten(
                port: port, upstream: plain, endpoint: endpoint, exportForm: .zipkinV2)
            var expected = file.configuration
            expected.server.port = port
            if let plain { expected.traffic.upstream = try HTTPURL(parsing: plain) }
            expected.tracing.endpoint = try ExportEndpoint(parsing: endpoint)
            expected.tracing.exportForm = .zipkinV2
            let again = try HopConfigurationFile(parsing: bytes, fileName: path)
            #expect(again.configuration == expected)
            // A second time there is nothing left to insert, and the first values come back byte by byte.
            let twice = try HopConfigurationRewriter(again).rewritten(
                port: port, upstream: plain, endpoint: endpoint, exportForm: .zipkinV2)
            #expect(twice == bytes)
        }
    }

    @Test func aBadValueIsRefusedAndNamed() throws {
        let file = try HopConfigurationFile(
            parsing: Fixtures.bytes("abc/config-app-a.yaml"), fileName: "a.yaml")
        let error = #expect(throws: ConfigurationRewriteError.self) {
            try HopConfigurationRewriter(file).rewritten(port: 1, upstream: "app-b", endpoint: "http://h/")
        }
        #expect(
            error?.description
                == "new values:2:26: traffic.upstream_host: found the string \"app-b\" with no 'http://' in front "
                + "at byte 0; accepted: an http:// URL such as http://host:5001")
        #expect(throws: ConfigurationRewriteError.notRewritable(.serverName)) {
            try HopConfigurationRewriter(file).rewritten([.serverName: .text("x")])
        }
    }
}
