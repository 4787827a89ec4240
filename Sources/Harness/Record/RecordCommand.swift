import FakeCollector
import TraceConsole
import TracePlatform
import TraceTransport

/// `harness record --out DIR -- COMMAND…`: runs a program with its exporters pointed at a collector, and keeps every request.
enum RecordCommand {
    static let out = CommandOption.required(
        "out", placeholder: "DIR", help: "The folder for the recording; made if it is not there.")
    static let wait = CommandOption.duration(
        "wait", in: .zero ... .seconds(3600), default: .seconds(1),
        help: "How long a request may take that is under way when the program has ended.")
    static let secrets = CommandOption.flag(
        "secrets", help: "Keep the values of header fields with credentials, too.")

    static let declaration = CommandDeclaration(
        "record", summary: "Run a program and keep everything that it exports.",
        details: """
            Starts a collector of every form on free ports, points the program at it (OTEL_EXPORTER_OTLP_ENDPOINT, where OTLP \
            over HTTP and over gRPC is taken, and its like for Zipkin and Jaeger; OTEL_TRACES_EXPORTER stays as it is where it \
            is set), and writes every request as it came, with a description beside it. Credentials in header fields are \
            replaced.
            """,
        options: [out.declaration, wait.declaration, secrets.declaration],
        positionals: [PositionalDeclaration("COMMAND", .many, help: "The program and its arguments, behind --.")],
        examples: [
            .init("harness record --out run/ -- python app.py", "everything that app.py exports"),
            .init("harness check run/", "judges it"),
        ],
        statuses: [
            .init(.conforms, "the program succeeded, and at least one request was kept"),
            .init(.fails, "the program failed; what came is kept"),
            .init(.notJudged, "nothing came, or the program could not be started"),
        ])

    static func run(_ arguments: Arguments, signals: AsyncStream<Signal>) async -> CommandStatus {
        do {
            guard !arguments.positionals.isEmpty else {
                throw UsageProblem(description: "name the program behind --, as in: -- python app.py")
            }
            return try await withEventLoop(name: "collector") { loop in
                try await record(arguments, signals, on: loop)
            }
        } catch {
            say("harness record: \(error)")
            return .notJudged
        }
    }

    private static func record(
        _ arguments: Arguments, _ signals: AsyncStream<Signal>, on loop: EventLoop
    ) async throws -> CommandStatus {
        let folder = try RecordingFolder(arguments[out], keepsSecrets: arguments[secrets])
        // What is written need not be kept in memory.
        let limits = CollectorLimits(maxBytes: 256 << 20, evictsOldest: true)
        let collector = try await Collector.start(
            on: loop, CollectorOptions(receivers: ReceiverForm.allCases, limits: limits)
        ) { folder.take($0) }
        let status: ChildStatus
        do {
            status = try await program(arguments.positionals, sendingTo: collector, signals)
        } catch {
            await collector.stop(within: .zero)
            _ = await folder.finish()
            throw error
        }
        let summary = await collector.stop(within: arguments[wait])
        let account = await folder.finish()
        return report(status, summary, account, in: arguments[out])
    }

    /// Found in the search path, as a shell would. Ctrl-C reaches it as it reaches this process; other signals are passed on.
    private static func program(
        _ words: [String], sendingTo collector: Collector, _ signals: AsyncStream<Signal>
    ) async throws -> ChildStatus {
        var command = ChildCommand(
            "/usr/bin/env", ["--"] + words,
            environment: RecordedEnvironment(Environment.all, sendingTo: collector).variables)
        command.input = .inherited
        command.output = .inherited
        command.error = .inherited
        let child = try ChildProcess(command)
        let watching = Task {
            for await signal in signals where signal != .interrupt { child.send(signal) }
        }
        defer { watching.cancel() }
        return await child.exit()
    }

    private static func report(
        _ status: ChildStatus, _ summary: CollectorSummary, _ account: RecordingFolder.Account, in folder: String
    ) -> CommandStatus {
        say("\(summary)")
        for line in account.leftOut { say(line) }
        if account.leftOutCount > account.leftOut.count {
            say("and \(account.leftOutCount - account.leftOut.count) more")
        }
        if account.lost > 0 {
            say("\(counted(account.lost, "request")) lost: they came faster than they could be written")
            return .notJudged
        }
        if let failure = account.failure {
            say("harness record: \(failure)")
            return .notJudged
        }
        // What env(1) says of a program that is not there, or cannot be run.
        if account.payloads == 0, status == .exited(127) || status == .exited(126) { return .notJudged }
        if account.payloads == 0 {
            say("nothing came: does the program export spans, and does it heed the OTEL_EXPORTER_* variables?")
            return .notJudged
        }
        say("\(counted(account.payloads, "request")) kept in \(folder); judge them: harness check \(folder)")
        guard !status.isSuccess else { return .conforms }
        say("the program \(status)")
        return .fails
    }

    /// On stderr: stdout is the program's.
    private static func say(_ line: String) { _ = StandardStream.error.write(line + "\n") }
}
