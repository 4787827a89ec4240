import Testing
import TraceBytes
import TraceCatalogue
import TracePlatform
import TraceTestSupport
import TraceTransport
import TraceWire

/// What is recorded is what was sent: a recording of real exporters' requests is sent again into another recording.
@Suite(.timeLimit(.minutes(2)))
struct RecordingTests {
    /// A recording of two requests on one connection and a datagram, as real exporters sent them.
    private func recording(in scratch: ScratchFolder) throws -> String {
        let folder = try scratch.folder("sent")
        for (number, payload) in [
            "otlp-json/captured/opentelemetry-js-2.10.0/S2/001", "zipkin-v2/captured/py_zipkin-1.2.8/S1/001",
            "jaeger-compact/captured/opentelemetry-go-1.16.0/S1/001",
        ].enumerated() {
            for end in ["bin", "meta.json"] {
                try Files.write(try Fixtures.bytes("wire/\(payload).\(end)"), to: "\(folder)/00\(number).\(end)")
            }
        }
        return folder
    }

    @Test func whatIsSentAgainIsRecordedAsItWas() async throws {
        let scratch = try ScratchFolder()
        let sent = try recording(in: scratch)
        let kept = "\(scratch.path)/kept"
        // One program for each server, since each has a port of its own.
        let script = """
            '\(BuiltProducts.path("harness"))' replay '\(sent)/000.bin' --to "$OTEL_EXPORTER_OTLP_ENDPOINT" --speed 0
            '\(BuiltProducts.path("harness"))' replay '\(sent)/001.bin' --to "${OTEL_EXPORTER_ZIPKIN_ENDPOINT%/api*}"
            '\(BuiltProducts.path("harness"))' replay '\(sent)/002.bin' --to "http://$JAEGER_AGENT_HOST" \
                --udp-port "$JAEGER_AGENT_PORT"
            """
        let ended = try await RunningProgram.run("harness", ["record", "--out", kept, "--", "sh", "-ec", script])
        #expect(ended.status == .exited(0), "\(ended)")
        #expect(
            ended.output == ["1 request answered 200", "1 request answered 202", "1 datagram sent"])
        #expect(ended.error.last == "3 requests kept in \(kept); judge them: harness check \(kept)")
        for number in 0..<3 {
            let name = "00000\(number)"
            #expect(try Files.read("\(kept)/\(name).bin") == Files.read("\(sent)/00\(number).bin"))
            let before = try SavedRequest(parsing: try Files.read("\(sent)/00\(number).meta.json")).request
            let after = try SavedRequest(parsing: try Files.read("\(kept)/\(name).meta.json")).request
            #expect(after.method == before.method)
            #expect(after.target == before.target)
            #expect(
                after.headers.filter { !$0.isNamed("host") }.map(\.description)
                    == before.headers.filter { !$0.isNamed("host") }.map(\.description))
        }
        let snapshots = try await [sent, kept].asyncMap { try await RunningProgram.run("harness", ["snapshot", $0]) }
        #expect(snapshots.map(\.status) == [.exited(0), .exited(0)])
        #expect(snapshots[0].output == snapshots[1].output)
        #expect(snapshots[0].output.contains("# jaeger-compact"))
    }

    @Test func aCallOfGRPCIsSentAgainAndRecordedAsItWas() async throws {
        let scratch = try ScratchFolder()
        let sent = try scratch.folder("sent")
        for end in ["bin", "meta.json"] {
            try Files.write(
                try Fixtures.bytes("grpc/calls/opentelemetry-python-1.45.2-otlp-grpc-gzip-S5.\(end)"),
                to: "\(sent)/000.\(end)")
        }
        let kept = "\(scratch.path)/kept"
        let script = """
            export OTEL_EXPORTER_OTLP_PROTOCOL=grpc
            '\(BuiltProducts.path("harness"))' replay '\(sent)' --to "$OTEL_EXPORTER_OTLP_ENDPOINT" --speed 0
            """
        let ended = try await RunningProgram.run(
            "harness", ["record", "--secrets", "--out", kept, "--", "sh", "-ec", script])
        #expect(ended.status == .exited(0), "\(ended)")
        #expect(ended.output == ["1 request answered 200"])
        #expect(try Files.read("\(kept)/000000.bin") == Files.read("\(sent)/000.bin"))
        let before = try SavedRequest(parsing: try Files.read("\(sent)/000.meta.json")).request
        let after = try SavedRequest(parsing: try Files.read("\(kept)/000000.meta.json")).request
        #expect(after.isGRPC)
        #expect(after.target == before.target)
        #expect(
            after.http2Fields?.filter { $0.name.first != UInt8(ascii: ":") }.map(\.description)
                == before.http2Fields?.filter { $0.name.first != UInt8(ascii: ":") }.map(\.description))
        let checked = try await RunningProgram.run("harness", ["check", kept, "--only", "grpc", "--only", "otlp-grpc"])
        #expect(checked.status == .exited(0), "\(checked)")
    }

    @Test func aCallThatIsRefusedIsNoSuccess() async throws {
        let scratch = try ScratchFolder()
        let sent = try scratch.folder("sent")
        let description = """
            {"transport": "http2", "headers": [[":method", "POST"], [":scheme", "http"], [":authority", "a"],
             [":path", "/opentelemetry.proto.collector.trace.v1.TraceService/Export"], ["te", "trailers"],
             ["content-type", "application/grpc"]]}
            """
        try Files.write([0, 0, 0, 0, 1, 0xff], to: "\(sent)/0.bin")
        try Files.write(description, to: "\(sent)/0.meta.json")
        try Files.write([], to: "\(sent)/1.bin")
        try Files.write(
            #"{"transport": "http2", "headers": [], "violation": "http2/3.4/preface"}"#, to: "\(sent)/1.meta.json")
        let kept = "\(scratch.path)/kept"
        let script = "'\(BuiltProducts.path("harness"))' replay '\(sent)' --to \"$OTEL_EXPORTER_OTLP_ENDPOINT\""
        let ended = try await RunningProgram.run("harness", ["record", "--out", kept, "--", "sh", "-c", script])
        #expect(ended.status == .exited(1), "\(ended)")
        #expect(ended.output.first == "1 request answered 200")
        #expect(ended.output.dropFirst().first?.hasPrefix("\(sent)/0.bin: answered INTERNAL: ") == true, "\(ended)")
        #expect(
            ended.output.last == "\(sent)/1.bin: not sent, since it is no request: http2/3.4/preface", "\(ended)")
    }

    @Test func credentialsAreNotWritten() async throws {
        let scratch = try ScratchFolder()
        let sent = try scratch.folder("sent")
        let description =
            #"{"path": "/v1/traces", "headers": [["Content-Type", "application/json"], ["Api-Key", "hush"]]}"#
        try Files.write("{}", to: "\(sent)/0.json")
        try Files.write(description, to: "\(sent)/0.meta.json")
        let kept = "\(scratch.path)/kept"
        let script = "'\(BuiltProducts.path("harness"))' replay '\(sent)' --to \"$OTEL_EXPORTER_OTLP_ENDPOINT\""
        let ended = try await RunningProgram.run("harness", ["record", "--out", kept, "--", "sh", "-c", script])
        #expect(ended.status == .exited(0), "\(ended)")
        let saved = try SavedRequest(parsing: try Files.read("\(kept)/000000.meta.json"))
        #expect(saved.request.headers.text("api-key") == "[redacted, 4 bytes]")
    }

    @Test(
        arguments: [
            (["--", "true"], 2, "nothing came"), (["--", "false"], 2, "nothing came"),
            (["--", "no-such-program"], 2, "env: "), ([], 2, "name the program behind --"),
        ] as [([String], Int32, String)])
    func aProgramThatExportsNothingIsNoRecording(command: [String], status: Int32, words: String) async throws {
        let scratch = try ScratchFolder()
        let ended = try await RunningProgram.run("harness", ["record", "--out", "\(scratch.path)/kept"] + command)
        #expect(ended.status == .exited(status))
        #expect(ended.errorText.contains(words))
    }

    @Test func aRecordingIsNotWrittenOverAnother() async throws {
        let scratch = try ScratchFolder()
        let folder = try scratch.folder("kept")
        try Files.write([], to: "\(folder)/000000.bin")
        let ended = try await RunningProgram.run("harness", ["record", "--out", folder, "--", "true"])
        #expect(ended.status == .exited(2))
        #expect(
            ended.error == [
                "harness record: \(folder) holds a recording already; remove it or name another folder with --out"
            ])
    }

    @Test func whatNobodyTakesIsSaid() async throws {
        let scratch = try ScratchFolder()
        let sent = try recording(in: scratch)
        try await withEventLoop { loop in
            // A port on which nobody listens: bound, and then free again.
            let listener = try await TCPListener.bind(on: loop)
            let port = listener.address.port
            listener.close()
            let ended = try await RunningProgram.run(
                "harness", ["replay", "\(sent)/000.bin", "--to", "http://127.0.0.1:\(port)"])
            #expect(ended.status == .exited(2))
            #expect(ended.output.first == "nothing was answered")
            #expect(ended.output.last?.hasSuffix("connection refused") == true)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
