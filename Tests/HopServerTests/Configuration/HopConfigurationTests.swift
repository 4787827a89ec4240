import HopServer
import Testing
import TraceBytes
import TraceTestSupport
import TraceYAML

@Suite struct HopConfigurationTests {
    static func read(_ path: String) throws -> HopConfiguration {
        try HopConfigurationFile(parsing: Fixtures.bytes(path), fileName: path).configuration
    }

    static func read(text: String) throws -> HopConfiguration {
        try HopConfigurationFile(parsing: Array(text.utf8), fileName: "test.yaml").configuration
    }

    @Test(
        arguments: [
            ("a", 5000, "http://app-b:5001", "There's no place like home."),
            ("b", 5001, "http://app-c:5002", "May the Force be with you."),
            ("c", 5002, nil, "Here's looking at you, kid."),
        ] as [(String, UInt16, String?, String)])
    func theThreeHopsAreReadInEveryStyle(hop: String, port: UInt16, upstream: String?, quote: String) throws {
        let expected = HopConfiguration(
            server: .init(name: "app-\(hop)", port: port, isDebug: true),
            traffic: .init(
                upstream: try upstream.map { try HTTPURL(parsing: $0) },
                delay: .init(isEnabled: true, rate: 10, fromSeconds: 1, toSeconds: 3),
                error: .init(isEnabled: true, rate: 10, code: 404)),
            tracing: .init(
                endpoint: try ExportEndpoint(parsing: "http://jaeger:9411/api/v2/spans"),
                tags: [.init(key: "message", value: "Hello from app-\(hop)"), .init(key: "quote", value: quote)]))
        #expect(try Self.read("abc/config-app-\(hop).yaml") == expected)
    }

    @Test func theSmallestFileIsALastHopWithoutInjections() throws {
        let configuration = try Self.read("config/good/smallest.yaml")
        #expect(configuration.server == .init(name: "one", port: 0, isDebug: false))
        #expect(configuration.traffic == .init())
        #expect(configuration.tracing.tags.isEmpty)
    }

    @Test func aTagIsTheTextThatWasWritten() throws {
        let tags = try Self.read("config/good/windows.yaml").tracing.tags
        #expect(tags.map(\.key) == ["a", "b", "c", "d", "e", "f"])
        #expect(tags.map(\.value) == ["010", "yes", "1e3", "\u{e9}", "", "~"])
    }

    @Test func longTagsAreFoldedOrLiteral() throws {
        let configuration = try Self.read("config/good/odd-styles.yaml")
        #expect(configuration.tracing.tags.map(\.value) == ["two\nlines\n", "over two lines"])
        #expect(configuration.server.port == 5000)
        #expect(configuration.traffic.upstream?.description == "http://app-b:5001")
        #expect(configuration.traffic.error == .init(isEnabled: true, rate: 10, code: 404))
    }

    @Test func aliasesStandForWhatTheyName() throws {
        let configuration = try Self.read("config/good/aliases.yaml")
        #expect(configuration.server.name == "app-b")
        #expect(configuration.traffic.delay == .init(isEnabled: true, rate: 2.5, fromSeconds: 0.25, toSeconds: 1.5))
        #expect(
            configuration.tracing.tags.map(\.value)
                == ["5001", "http://app-c:5002", "http://jaeger:9411/api/v2/spans"])
    }

    @Test(arguments: ["", " ~", " null", " \"\"", " ''", " None"])
    func anEmptyUpstreamIsTheLastHop(value: String) throws {
        let text = """
            server: { name: a, port: 1 }
            traffic:
              upstream_host:\(value)
            tracing: { endpoint: "http://jaeger" }
            """
        #expect(try Self.read(text: text).traffic.upstream == nil)
    }

    @Test(arguments: [
        ("port: 65535", true), ("port: 0xffff", true), ("port: 65536", false), ("port: -1", false),
        ("port: 010", true), ("port: 5000.0", false), ("port: 99999999999999999999", false),
        ("port: 1, debug: True", true), ("port: 1, debug: yes", false), ("port: 1, debug: \"true\"", false),
        ("port: 1, debug: 1", false), ("port: 1, x-anything: [1]", true),
    ])
    func serverValuesAreTypedByTheCoreSchema(entries: String, isTaken: Bool) {
        let text = "server: {name: a, \(entries)}\ntraffic:\ntracing: {endpoint: \"http://jaeger\"}\n"
        #expect(((try? Self.read(text: text)) != nil) == isTaken)
    }

    @Test func positionsTellWhereASettingStandsOrWouldStand() throws {
        let path = "config/good/absent-upstream.yaml"
        let file = try HopConfigurationFile(parsing: Fixtures.bytes(path), fileName: "c.yaml")
        #expect(file.position(of: .serverPort).line == 3)
        #expect(file.position(of: .serverPort).column == 9)
        #expect(file.node(of: .upstreamHost) == nil)
        #expect(
            file.problem(.upstreamHost, found: "found none", accepted: "one").description
                == "c.yaml:6:3: traffic.upstream_host: found none; accepted: one")
    }
}
