import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport

/// `hop-server` as a person or a service manager runs it.
@Suite(.timeLimit(.minutes(5))) struct HopServerProgramTests {
    private static func configuration(
        upstream: String = "", endpoint: String = "http://127.0.0.1:9/api/v2/spans", debug: Bool = false
    ) -> String {
        """
        server: { name: solo, port: 0, debug: \(debug) }
        traffic:
          upstream_host: \(upstream)
        tracing:
          endpoint: \(endpoint)
        """
    }

    // MARK: What it answers

    @Test func itAnswersItsTwoPathsAndRefusesOthers() async throws {
        try await withHop(Self.configuration(), ["--host-name", "host-1"]) { hop async throws in
            let root = try await hop.get("/")
            #expect(root.status == 200)
            #expect(String(decoding: root.body, as: UTF8.self) == "{\n  \"solo\": \"host-1\"\n}\n")
            let health = try await hop.get("/health")
            #expect(health.status == 200)
            #expect(try await hop.get("/elsewhere").status == 404)
            let posted = try await hop.send(HTTPRequest("POST", "/"))
            #expect(posted.status == 405)
            #expect(posted.headers.text("allow") == "GET")
            // `/health` made no span, the others one each.
            #expect(try await hop.end(by: .terminate) == Account(ended: 3, delivered: 0, dropped: 3))
        }
    }

    @Test func anUnreachableUpstreamIsNamedInTheAnswerAndInTheSpan() async throws {
        try await withFakeCollector { collector async throws in
            let closed = try await closedPort()
            let configuration = Self.configuration(
                upstream: "http://127.0.0.1:\(closed)", endpoint: collector.zipkinEndpoint)
            try await withHop(configuration) { hop async throws in
                let answer = try await hop.get("/")
                #expect(answer.status == 502)
                let error = try JSONValue(parsing: answer.body)["error"]
                #expect(error?["hop"]?.text == "solo")
                #expect(error?["upstream"]?.text == "http://127.0.0.1:\(closed)")
                #expect(error?["reason"]?.text?.contains("connection refused") == true)
                // The flush on SIGTERM brings both spans.
                #expect(try await hop.end(by: .terminate) == Account(ended: 2, delivered: 2, dropped: 0))
            }
            let spans = await collector.spans
            let client = try #require(spans.first { $0.kind == .client })
            #expect(client.events.contains { $0.name.contains("exception") })
            let type = client.attributes.first { $0.key == "error.type" }?.value
            #expect(type == .string("connection_refused"))
            let server = try #require(spans.first { $0.kind == .server })
            #expect(client.parentSpanID == server.spanID)
        }
    }

    @Test func debugLinesTellWhatCameInAndEverySpan() async throws {
        try await withHop(Self.configuration(debug: true)) { hop async throws in
            let headers = HeaderFields([
                ("x-request-id", "r-1"), ("b3", "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1"),
            ])
            _ = try await hop.send(HTTPRequest("GET", "/", headers: headers))
            let received = try #require(await hop.json(containing: "\"event\":\"received\""))
            let shown = received["headers"]?.elements?.compactMap(\.text) ?? []
            #expect(shown.contains("x-request-id: r-1"))
            #expect(received["used"]?.text == "b3")
            let span = try #require(await hop.json(containing: "\"event\":\"span\""))
            #expect(span["traceId"]?.text == "80f198ee56343ba864fe8b2a57d3eff7")
            #expect(span["parentId"]?.text == "e457b5a2e4d86bd1")
        }
    }

    // MARK: How it exports

    /// OTLP/HTTP, "OTLP/HTTP Throttling".
    @Test func anOTLPExportIsSentAgainWhenItsCollectorAsksForTime() async throws {
        try await withFakeCollector(.otlp) { collector async throws in
            await collector.script(.status(503, headers: [("Retry-After", "0")]), times: 2)
            try await withHop(Self.configuration(endpoint: collector.otlpEndpoint)) { hop async throws in
                for _ in 0..<3 { _ = try await hop.get("/") }
                #expect(try await hop.end(by: .terminate) == Account(ended: 3, delivered: 3, dropped: 0, retries: 2))
            }
            #expect(await collector.spans.count == 3)
        }
    }

    /// OTLP/HTTP, "OTLP/HTTP Connection".
    @Test func anOTLPExportIsSentWhenItsCollectorIsThereAtLast() async throws {
        try await withEventLoop { loop in
            let port = try await closedPort()
            let configuration = Self.configuration(endpoint: "http://127.0.0.1:\(port)/v1/traces")
            try await withHop(configuration, environment: ["OTEL_BSP_SCHEDULE_DELAY": "0"]) { hop async throws in
                _ = try await hop.get("/")
                #expect(try await hop.json(containing: "\"export-delayed\"")?["spans"]?.integer == 1)
                let collector = try await Collector.start(on: loop, CollectorOptions(receivers: []))
                try await collector.open(.otlp, port: port)
                #expect(try await collector.spans(atLeast: 1).count == 1)
                let account = try await hop.end(by: .terminate)
                #expect(account.delivered == 1)
                #expect((account.retries ?? 0) > 0)
                await collector.stop()
            }
        }
    }

    /// OTLP/HTTP, "All Other Responses".
    @Test func anOTLPExportThatWasNotAnsweredIsSentAgain() async throws {
        try await withFakeCollector(.otlp) { collector async throws in
            await collector.script(.dropConnection)
            let environment = ["OTEL_BSP_SCHEDULE_DELAY": "0"]
            try await withHop(Self.configuration(endpoint: collector.otlpEndpoint), environment: environment) {
                hop async throws in
                _ = try await hop.get("/")
                #expect(try await collector.spans(atLeast: 1).count == 1)
                #expect(try await hop.end(by: .terminate) == Account(ended: 1, delivered: 1, dropped: 0, retries: 1))
            }
        }
    }

    /// Zipkin names no status to be tried again.
    @Test func aZipkinExportIsSentOnce() async throws {
        try await withFakeCollector { collector async throws in
            await collector.script(.status(503, headers: [("Retry-After", "0")]))
            try await withHop(Self.configuration(endpoint: collector.zipkinEndpoint)) { hop async throws in
                _ = try await hop.get("/")
                #expect(try await hop.end(by: .terminate) == Account(ended: 1, delivered: 0, dropped: 1))
            }
        }
    }

    @Test func whatACollectorRejectsOfABatchIsCountedAsDropped() async throws {
        try await withFakeCollector(.otlp) { collector async throws in
            let partial = #"{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}"#
            await collector.script(.status(200, headers: [("Content-Type", "application/json")], body: partial))
            let environment = ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"]
            try await withHop(Self.configuration(endpoint: collector.otlpEndpoint), environment: environment) {
                hop async throws in
                for _ in 0..<3 { _ = try await hop.get("/") }
                #expect(try await hop.end(by: .terminate) == Account(ended: 3, delivered: 1, dropped: 2))
            }
        }
    }

    @Test func everySpanGoesToEveryPlace() async throws {
        try await withFakeCollector(.otlp, .jaegerCompact) { collector async throws in
            let further = ["--also-export", "jaeger-compact=\(collector.endpoint(of: .jaegerCompact))"]
            try await withHop(Self.configuration(endpoint: collector.otlpEndpoint), further) { hop async throws in
                for _ in 0..<3 { _ = try await hop.get("/") }
                #expect(try await hop.end(by: .terminate) == Account(ended: 6, delivered: 6, dropped: 0))
            }
            // Datagrams may still be under way when their sender has ended.
            let spans = try await collector.spans(atLeast: 6)
            #expect(Set(spans.map(\.spanID)).count == 3)
        }
    }

    @Test func theConsoleGetsALineForEachSpan() async throws {
        let configuration = Self.configuration() + "\n  protocol: console\n"
        try await withHop(configuration, environment: ["OTEL_BSP_SCHEDULE_DELAY": "0"]) { hop async throws in
            _ = try await hop.get("/")
            let line = try #require(await hop.json(containing: "\"event\":\"span\""))
            #expect(line["kind"]?.text == "SERVER")
            #expect(try await hop.end(by: .terminate) == Account(ended: 1, delivered: 1, dropped: 0))
        }
    }

    // MARK: How it ends

    /// Were an answer, or the end, to wait for the collector, it would wait for an hour.
    @Test(arguments: [ReceiverForm.zipkin, .otlp, .otlpGRPC])
    func aStalledAndADeadCollectorDelayNoAnswerAndTheAccountIsEven(form: ReceiverForm) async throws {
        let patience = [
            "OTEL_EXPORTER_ZIPKIN_TIMEOUT": "3600000", "OTEL_EXPORTER_OTLP_TIMEOUT": "3600000",
            "OTEL_BSP_EXPORT_TIMEOUT": "3600000",
        ]
        try await withFakeCollector(form) { collector async throws in
            let configuration = Self.configuration(endpoint: collector.endpoint(of: form))
            var environment = patience.merging(["OTEL_BSP_SCHEDULE_DELAY": "0"]) { $1 }
            if form == .otlpGRPC { environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc" }
            try await withHop(configuration, environment: environment) { hop async throws in
                await collector.stall()
                for _ in 0..<20 { #expect(try await hop.get("/").status == 200) }
                await collector.goAway()
                for _ in 0..<20 { #expect(try await hop.get("/").status == 200) }
                var account = try await hop.end(by: .terminate)
                // As many as there was time for.
                account.retries = form == .zipkin ? account.retries : nil
                let retries: Int64? = form == .zipkin ? 0 : nil
                #expect(account == Account(ended: 40, delivered: 0, dropped: 40, retries: retries))
            }
        }
    }

    @Test(arguments: [Signal.interrupt, .terminate]) func aSignalFlushesWhatWaits(signal: Signal) async throws {
        try await withFakeCollector { collector async throws in
            // The default delay of five seconds would hold the spans back.
            try await withHop(Self.configuration(endpoint: collector.zipkinEndpoint)) { hop async throws in
                for _ in 0..<3 { _ = try await hop.get("/") }
                #expect(try await hop.end(by: signal) == Account(ended: 3, delivered: 3, dropped: 0))
            }
            #expect(await collector.spans.count == 3)
        }
    }

    @Test func theEndOfStdinEndsItAtOnceAndFlushes() async throws {
        try await withFakeCollector { collector async throws in
            try await withEventLoop { loop async throws in
                // An upstream that takes the call and never answers.
                let upstream = try await TCPListener.bind(on: loop)
                let configuration = Self.configuration(
                    upstream: "http://127.0.0.1:\(upstream.port)", endpoint: collector.zipkinEndpoint)
                try await withHop(configuration, ["--exit-with-stdin"]) { hop async throws in
                    async let answer = try? hop.get("/")
                    let call = try await upstream.accept()
                    hop.program.closeInput()
                    #expect(try await hop.account() == Account(ended: 2, delivered: 2, dropped: 0))
                    #expect(await answer == nil)
                    call.close()
                }
            }
        }
    }

    // MARK: What it refuses

    @Test func aPortInUseIsNamedWithWhatToDo() async throws {
        try await withHop(Self.configuration()) { hop async throws in
            let complaint = try await complaint(Self.configuration(), ["--port", "\(hop.port)"])
            #expect(
                complaint
                    == "solo cannot listen: bind 127.0.0.1:\(hop.port): address already in use; stop the program that listens there, or pass --port 0 for a free port"
            )
        }
    }

    @Test func aHostThatIsNoneIsNamedWithWhatToDo() async throws {
        let complaint = try await complaint(Self.configuration(), ["--host", "no such host"])
        #expect(complaint.hasSuffix("--host takes an address of this machine: 127.0.0.1, or 0.0.0.0 for all"))
    }

    @Test func tlsIsRefusedAtItsPlace() async throws {
        let complaint = try await complaint(Self.configuration(endpoint: "https://127.0.0.1:9/api/v2/spans"))
        #expect(complaint.contains("hop.yaml:5:13: tracing.endpoint: found the string"))
        #expect(complaint.contains("accepted: an http:// URL"))
    }

    @Test func anUnknownFaultAndAnUnknownPropagatorAreNamed() async throws {
        #expect(
            try await complaint(Self.configuration(), ["--fault", "sleeps"])
                .hasPrefix("no fault is called 'sleeps'; there are"))
        #expect(
            try await complaint(Self.configuration(), environment: ["OTEL_PROPAGATORS": "nonsense"])
                == "OTEL_PROPAGATORS: 'nonsense' is not spoken here; accepted are tracecontext, b3multi, b3, or none")
    }

    @Test func bothSpellingsOfTheFileAreTakenButNotTogether() async throws {
        try await withHop(Self.configuration(), option: "--config") { hop async throws in
            #expect(try await hop.get("/health").status == 200)
        }
        #expect(
            try await complaint(Self.configuration(), ["--config", "other.yaml"])
                == "--configfile and --config mean the same; give one of them")
    }

    @Test func whatIsNotStartedSaysHowToGoOn() async throws {
        let bare = try await RunningProgram.run("hop-server", [])
        #expect(bare.status == .exited(2))
        #expect(bare.error == ["hop-server needs --configfile FILE (see --help)"])
        let missing = try await RunningProgram.run("hop-server", ["--config", "/nowhere/hop.yaml"])
        #expect(missing.status == .exited(2))
        #expect(missing.errorText.hasPrefix("cannot read /nowhere/hop.yaml"))
    }
}
