import Testing
import TraceBytes
import TracePlatform
import TraceTransport

/// The program `fake-collector` as its user sees it: ports, lines, counts, summary and status.
@Suite(.timeLimit(.minutes(1)))
struct FakeCollectorProgramTests {
    private static let forms = [
        "zipkin", "otlp", "otlp-grpc", "jaeger-http", "jaeger-grpc", "jaeger-compact", "jaeger-binary", "zipkin-udp",
    ]
    private static let span = #"[{"traceId":"00000000000000000000000000000001","id":"0000000000000001","name":"get"}]"#

    @Test func everyFormHasItsPortAndTheCountsAreServed() async throws {
        try await withEventLoop { loop in
            let program = try RunningProgram("fake-collector", ["--port", "all=0", "--stats", "0", "--print"])
            let stats = try #require(await program.line(containing: "stats: "))
            let zipkin = try #require(program.written.output.first { $0.hasPrefix("zipkin: ") })
            #expect(
                program.written.output.map { String($0.prefix { $0 != ":" }) }.filter { $0 != "stats" } == Self.forms)
            for line in program.written.output where line.contains("udp://") {
                #expect(line.contains(" (receive buffer "))
            }
            let client = HTTPClient(on: loop)
            let taken = try await client.send(
                HTTPRequest("POST", "/api/v2/spans", body: Array(Self.span.utf8)), to: "127.0.0.1",
                port: try port(of: zipkin)
            ).response
            #expect(taken.status == 202)
            #expect(await program.line(containing: "zipkin: 1 span") == "0 zipkin: 1 span, 85 bytes")
            let answer = try await client.send(
                HTTPRequest("GET", "/stats"), to: "127.0.0.1", port: try port(of: stats)
            ).response
            let counts = try JSONValue(parsing: answer.body)
            #expect(counts["spans"]?.integer == 1)
            #expect(counts["receivers"]?["zipkin"]?["accepted"]?.integer == 1)
            #expect(counts["datagrams"]?["jaeger-compact"]?["received"]?.integer == 0)
            let lines = try await client.send(
                HTTPRequest("GET", "/spans"), to: "127.0.0.1", port: try port(of: stats)
            ).response
            let span = try JSONValue(parsing: lines.body)
            #expect(span["span_id"]?.text == "0000000000000001")
            #expect(span["request"]?.integer == 0)
            program.send(.interrupt)
            let ended = await program.ended()
            #expect(ended.status == .exited(0))
            #expect(ended.output.suffix(2) == ["1 request: 1 accepted with 1 span", "1 trace"])
            #expect(ended.error == [])
        }
    }

    @Test func whatNobodySentIsStatus2() async throws {
        let program = try RunningProgram("fake-collector", ["--only", "otlp", "--port", "otlp=0"])
        let line = try #require(await program.line(containing: "otlp: "))
        #expect(line.hasSuffix("/v1/traces"))
        program.send(.terminate)
        let ended = await program.ended()
        #expect(ended.status == .exited(2))
        #expect(ended.output == [line, "0 requests", "0 traces"])
    }

    @Test func everyTakenPortIsNamedWithWhatToDo() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            let receiver = try await UDPReceiver.open(into: DatagramQueue {}, on: loop)
            let ended = try await RunningProgram.run(
                "fake-collector",
                [
                    "--port", "all=0", "--port", "otlp=\(listener.port)", "--port",
                    "jaeger-compact=\(receiver.port)",
                ])
            #expect(ended.status == .exited(2))
            #expect(ended.output == [])
            #expect(
                ended.error == [
                    "fake-collector: otlp: bind 127.0.0.1:\(listener.port): address already in use",
                    "fake-collector: jaeger-compact: bind 127.0.0.1:\(receiver.port): address already in use",
                    "end what listens there, or choose another port with --port FORM=N (0 takes a free one),"
                        + " or name the forms that you need with --only",
                ])
        }
    }

    @Test(arguments: [
        (["--only", "zipkn"], "--only zipkn: expected one of \(forms.joined(separator: ", ")), did you mean zipkin?"),
        (["--port", "otlp"], "--port otlp: expected FORM=N with a port from 0 to 65535"),
        (["--port", "otlp=70000"], "--port otlp=70000: expected FORM=N with a port from 0 to 65535"),
        (["--port", "all=80"], "--port all=80: only 0 can be everybody's, a free port for each"),
    ])
    func aMistakeIsExplained(arguments: [String], text: String) async throws {
        let ended = try await RunningProgram.run("fake-collector", arguments)
        #expect(ended.status == .exited(2))
        #expect(ended.error == ["fake-collector: \(text)"])
    }

    @Test func theHelpSpeaksOfThisProgramAlone() async throws {
        let ended = try await RunningProgram.run("fake-collector", ["--help"])
        #expect(ended.status == .exited(0))
        #expect(ended.outputText.contains("0  it was told to end, and had taken at least one span"))
        #expect(!ended.outputText.contains("judged"))
        #expect(!ended.outputText.contains("130"))
    }

    private func port(of line: String) throws -> UInt16 {
        let url = try #require(line.split(separator: " ").dropFirst().first)
        return try HTTPURL(parsing: String(url)).port
    }
}
