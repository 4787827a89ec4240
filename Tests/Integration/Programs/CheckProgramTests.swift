import Testing
import TraceBytes
import TracePlatform
import TraceTestSupport
import TraceTransport

/// `harness check`, `rules` and `snapshot` as their user sees them.
@Suite(.timeLimit(.minutes(2)))
struct CheckProgramTests {
    private static let good = #"[{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312","name":"get"}]"#
    private static let bad = #"[{"traceId":"463AC35C9F6413AD","id":"a2fb4a1d1a96d312","name":"get"}]"#
    private static let only = ["--only", "zipkin-v2/trace-id/spelling"]

    @Test(
        arguments: [
            ([good], [], 0), ([good, bad], [], 1), ([], [], 2), ([bad], ["--fail-on", "must"], 1),
            ([bad], ["--owner", "application"], 2), (["<html>"], [], 2),
        ] as [([String], [String], Int32)])
    func theStatusSaysWhatItCameTo(payloads: [String], options: [String], status: Int32) async throws {
        let scratch = try ScratchFolder()
        for (number, payload) in payloads.enumerated() { try scratch.write("\(number).json", payload) }
        let ended = try await RunningProgram.run("harness", ["check", scratch.path] + Self.only + options)
        #expect(ended.status == .exited(status), "\(ended)")
    }

    @Test func besideDescribedPayloadsOtherFilesAreNone() async throws {
        let scratch = try ScratchFolder()
        try scratch.write("0.json", Self.good)
        try scratch.write(
            "0.meta.json", #"{"path": "/api/v2/spans", "headers": [["Content-Type", "application/json"]]}"#)
        try scratch.write("connection.bin", "POST /api/v2/spans HTTP/1.1")
        let ended = try await RunningProgram.run("harness", ["check", scratch.path] + Self.only)
        #expect(ended.status == .exited(0), "\(ended)")
    }

    @Test func aMessageOfGRPCIsJudgedWithoutItsCarrierOrNotAtAll() async throws {
        let scratch = try ScratchFolder()
        try scratch.write("0.pb", "\n\0")
        try scratch.write("0.meta.json", #"{"transport": "grpc", "protocol": "otlp"}"#)
        let otlp = try await RunningProgram.run("harness", ["check", scratch.path])
        #expect(otlp.outputText.contains("1 payload, 0 spans: otlp-protobuf (1)"), "\(otlp)")
        try scratch.write("0.meta.json", #"{"transport": "grpc", "protocol": "jaeger"}"#)
        let jaeger = try await RunningProgram.run("harness", ["check", scratch.path])
        #expect(jaeger.outputText.contains("1 payload, 0 spans: jaeger-grpc (1)"), "\(jaeger)")
        try scratch.write("0.meta.json", #"{"transport": "grpc", "protocol": "skywalking"}"#)
        let other = try await RunningProgram.run("harness", ["check", scratch.path, "--format", "json"])
        #expect(other.status == .exited(2))
        #expect(other.outputText.contains("a message of gRPC in a format that is not read"), "\(other)")
    }

    @Test func settingsBesideThePayloadsCountUnlessTheCommandLineSaysOtherwise() async throws {
        let scratch = try ScratchFolder()
        try scratch.write("0.json", Self.bad)
        try scratch.write("harness.yaml", "only: [ZIP2-002]\nknown-failing: zipkin-v2/trace-id/spelling\n")
        let known = try await RunningProgram.run("harness", ["check", scratch.path])
        #expect(known.status == .exited(0), "\(known)")
        let list = try scratch.write("none.txt", "# nothing is known to fail\n")
        let unknown = try await RunningProgram.run("harness", ["check", scratch.path, "--known-failing", list])
        #expect(unknown.status == .exited(1), "\(unknown)")
    }

    @Test(arguments: [
        ("fail-on: never", "harness.yaml:1:10: accepted: must, should or warning"),
        ("onyl: [a]", "harness.yaml:1:1: there is no setting 'onyl'; did you mean 'only'?"),
        ("- a", "harness.yaml:1:1: found no mapping; accepted: settings such as 'fail-on: should'"),
        ("skip: {a: b}", "harness.yaml:1:7: accepted: a text, or a list of texts"),
        ("catalogue: 9.9", "harness.yaml:1:12: accepted: a version up to 1.0"),
        ("owner: me", "harness.yaml:1:8: found 'me'; accepted: exporter, sdk, instrumentation, application"),
    ])
    func settingsThatAreNoneAreNamedWithTheirPlace(settings: String, complaint: String) async throws {
        let scratch = try ScratchFolder()
        try scratch.write("0.json", Self.good)
        try scratch.write("harness.yaml", settings)
        let ended = try await RunningProgram.run("harness", ["check", scratch.path])
        #expect(ended.status == .exited(2))
        #expect(ended.error == ["harness check: \(scratch.path)/\(complaint)"])
    }

    @Test(arguments: [
        (["--only", "zipkin-v2/trace-id/speling"], "no rule is called 'zipkin-v2/trace-id/speling'; did you mean"),
        (["--owner", "exportr"], "--owner exportr: expected one of"), (["--as", "otlp"], "--as otlp: expected one of"),
        (["--catalogue", "2.0"], "--catalogue 2.0: expected a version up to 1.0"),
        (["/nowhere"], "there is no /nowhere"),
        (["--live"], "--live judges what arrives"),
    ])
    func anOptionThatMeansNothingIsRefused(options: [String], complaint: String) async throws {
        let scratch = try ScratchFolder()
        try scratch.write("0.json", Self.good)
        let ended = try await RunningProgram.run("harness", ["check", scratch.path] + options)
        #expect(ended.status == .exited(2))
        #expect(ended.error.first?.hasPrefix("harness check: \(complaint)") == true, "\(ended.error)")
    }

    @Test func whatArrivesIsJudgedUntilTheEndIsAskedFor() async throws {
        try await withEventLoop { loop in
            let program = try RunningProgram("harness", ["check", "--live", "--port", "all=0"] + Self.only)
            let line = try #require(await program.line(containing: "zipkin: "))
            let port = try #require(UInt16(line.split(separator: ":").last?.prefix { $0.isNumber } ?? ""))
            _ = await program.line(containing: "judging")
            let answer = try await HTTPClient(on: loop).send(
                HTTPRequest("POST", "/api/v2/spans", body: Array(Self.bad.utf8)), to: "127.0.0.1", port: port)
            #expect(answer.status == 400)
            program.send(.interrupt)
            let ended = await program.ended()
            #expect(ended.status == .exited(1), "\(ended)")
            #expect(ended.output.contains { $0.contains("zipkin-v2/trace-id/spelling") })
        }
    }

    @Test func aCollectorJudgesWhatItTakes() async throws {
        try await withEventLoop { loop in
            let program = try RunningProgram(
                "fake-collector", ["--only", "zipkin", "--port", "zipkin=0", "--check"])
            let line = try #require(await program.line(containing: "zipkin: "))
            let port = try #require(UInt16(line.split(separator: ":").last?.prefix { $0.isNumber } ?? ""))
            _ = try await HTTPClient(on: loop).send(
                HTTPRequest("POST", "/api/v2/spans", body: Array(Self.bad.utf8)), to: "127.0.0.1", port: port)
            program.send(.interrupt)
            let ended = await program.ended()
            #expect(ended.status == .exited(1), "\(ended)")
            #expect(ended.output.contains { $0.contains("zipkin-v2/trace-id/spelling") })
        }
    }

    @Test func aSnapshotIsWrittenAndCompared() async throws {
        let scratch = try ScratchFolder()
        let payload = try scratch.write("0.json", Self.good)
        let golden = "\(scratch.path)/golden/"
        let missing = try await RunningProgram.run("harness", ["snapshot", payload, "--compare", golden])
        #expect(missing.status == .exited(2))
        let inCI = try await RunningProgram.run(
            "harness", ["snapshot", payload, "--compare", golden], environment: ["CI": "true"])
        #expect(inCI.status == .exited(1))
        let written = try await RunningProgram.run("harness", ["snapshot", payload, "--update", golden])
        #expect(written.status == .exited(0))
        let equal = try await RunningProgram.run("harness", ["snapshot", payload, "--compare", golden])
        #expect(equal.output == ["as in \(golden)snapshot.txt"])
        try scratch.write("0.json", Self.good.replacing("get", with: "put"))
        let different = try await RunningProgram.run("harness", ["snapshot", payload, "--compare", golden])
        #expect(different.status == .exited(1))
        #expect(different.output.contains(#"  + UNSPECIFIED "put" of no service = span-1"#), "\(different)")
    }

    @Test(
        arguments: [
            (["rules"], 0), (["rules", "ZIP2-002"], 0), (["rules", "zipkin-v2/*"], 0), (["rules", "nothing"], 2),
        ] as [([String], Int32)])
    func rulesAreListedAndShown(arguments: [String], status: Int32) async throws {
        let ended = try await RunningProgram.run("harness", arguments)
        #expect(ended.status == .exited(status))
        #expect(ended.output.isEmpty == (status != 0))
    }
}
