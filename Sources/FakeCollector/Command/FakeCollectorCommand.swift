import TraceCatalogue
import TraceConsole
import TraceModel
import TracePlatform
import TraceRules
import TraceTransport

/// The program `fake-collector`: a collector that runs until it is told to end.
package enum FakeCollectorCommand {
    package static var program: ProgramDeclaration {
        ProgramDeclaration(
            version: ProductVersion.text,
            command: CommandDeclaration(
                "fake-collector", summary: "Take spans as tracing servers do, and say what came.",
                details: """
                    Listens on the default ports of every form, answers as each form's server does, and keeps every span \
                    until it ends. On SIGINT or SIGTERM it prints a summary. Past a limit senders are told to come again \
                    (503 with Retry-After), and nothing that was taken is thrown away unless --evict is given.
                    """,
                options: FakeCollectorOptions.declarations,
                examples: [
                    .init("fake-collector --print", "take every form on its default port and show each batch"),
                    .init("fake-collector --only otlp,zipkin", "two forms alone"),
                    .init("fake-collector --port all=0 --stats 0", "free ports, which the first lines tell"),
                    .init("curl http://127.0.0.1:8000/spans", "with --stats 8000: a line of JSON for each span"),
                ],
                statuses: [
                    .init(.conforms, "it was told to end, and had taken at least one span"),
                    .init(.fails, "with --check: a rule that must be kept is broken"),
                    .init(.notJudged, "no span came, or it could not start: usage, a port that is taken"),
                ]))
    }

    /// The whole life of the program.
    package static func main() -> Never {
        HeapMemory.keepEverythingInOne()
        program.main(run: run)
    }

    /// Runs until a signal comes. The status is 2 when it could not start or no span came, else 0.
    package static func run(_ arguments: Arguments, signals: AsyncStream<Signal>) async -> CommandStatus {
        do {
            let options = try FakeCollectorOptions(arguments)
            guard !arguments[FakeCollectorOptions.check] || !arguments[FakeCollectorOptions.spansOnly] else {
                throw ReceiverPorts.Problem(
                    description: "--check judges requests, and --spans-only keeps none: leave one of them out")
            }
            let loop = try EventLoop.start(name: "collector")
            defer { loop.shutdown() }
            return try await loop.run { try await serve(options, arguments, until: signals, on: loop) }
        } catch {
            _ = StandardStream.error.write("fake-collector: \(error)\n")
            return .notJudged
        }
    }

    private static func serve(
        _ options: FakeCollectorOptions, _ arguments: Arguments, until signals: AsyncStream<Signal>,
        on loop: EventLoop
    ) async throws -> CommandStatus {
        let host = arguments[FakeCollectorOptions.host]
        let isPrinting = arguments[FakeCollectorOptions.prints]
        let judge = arguments[FakeCollectorOptions.check] ? LiveJudge(CheckSelection()) : nil
        var observer: Collector.Observer?
        // Nobody is told where nobody asks: records then need not be copied.
        if isPrinting || judge != nil {
            observer = { request in
                if isPrinting { RequestPrinter.write(request) }
                judge?.take(request)
            }
        }
        let collector = try await Collector.start(
            on: loop, CollectorOptions(host: host, receivers: [], limits: CollectorLimits(arguments)),
            observer: observer)
        guard await open(options, on: collector) else {
            await collector.stop(within: .zero)
            return .notJudged
        }
        var statsServer: HTTPServer?
        if let port = arguments[FakeCollectorOptions.stats] {
            let server = try await StatsServer.start(for: collector, host: host, port: UInt16(clamping: port))
            say("stats: http://\(server.address)/")
            statsServer = server
        }
        for await _ in signals { break }
        await statsServer?.stop(withinNanoseconds: 0)
        let summary = await collector.stop(within: .seconds(1))
        say("\(summary)")
        guard let judge else { return summary.counters.spans > 0 ? .conforms : .notJudged }
        let report = CheckReport(await judge.result())
        say("\n" + CheckTextReport(report, style: ConsoleStyle(.current(.output))).text, terminator: "")
        return CommandStatus(rawValue: report.verdict.rawValue) ?? .notJudged
    }

    /// Opens every form, and says where it is or why it is not: all ports that are taken at once, not one per attempt.
    private static func open(_ options: FakeCollectorOptions, on collector: Collector) async -> Bool {
        var lines: [String] = []
        var complaints: [String] = []
        for form in options.ports.forms {
            do throws(CollectorStartError) {
                let address = try await collector.open(form, port: options.ports.port(of: form))
                lines.append("\(form.rawValue): \(address.endpoint)")
            } catch {
                complaints.append("fake-collector: \(error.cause)")
            }
        }
        guard complaints.isEmpty else {
            complaints.append(
                "end what listens there, or choose another port with --port FORM=N (0 takes a free one),"
                    + " or name the forms that you need with --only")
            _ = StandardStream.error.write(complaints.joined(separator: "\n") + "\n")
            return false
        }
        let buffers = await collector.datagrams.map { ($0.receiver.label, ByteText.spell($0.receiveBufferBytes)) }
        for line in lines {
            let buffer = buffers.first { line.hasPrefix($0.0 + ":") }.map { " (receive buffer \($0.1))" } ?? ""
            say(line + buffer)
        }
        return true
    }

    private static func say(_ line: String, terminator: String = "\n") {
        _ = StandardStream.output.write(line + terminator)
    }
}
