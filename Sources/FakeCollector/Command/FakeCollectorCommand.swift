import TraceModel
import TraceConsole
import TracePlatform
import TraceTransport

/// The program `fake-collector`: a collector that runs until it is told to end.
package enum FakeCollectorCommand {
    private static let defaults = CollectorLimits()

    private static let zipkin = CommandOption.integer(
        "zipkin", placeholder: "PORT", in: 0...65_535, default: Int(ReceiverForm.zipkin.defaultPort),
        help: "Where Zipkin v2 JSON is taken; 0 takes a free port.")
    private static let host = CommandOption.text(
        "host", placeholder: "ADDRESS", default: "127.0.0.1", help: "The address to listen on; 0.0.0.0 for all.")
    private static let prints = CommandOption.flag("print", help: "Print a line for each request.")
    private static let stats = CommandOption.integer(
        "stats", placeholder: "PORT", in: 0...65_535, help: "Serve the counts as JSON there; 0 takes a free port.")
    private static let maxSpans = CommandOption.integer(
        "max-spans", in: 1...(.max), default: defaults.maxSpans, help: "Spans kept; senders of more are told 503.")
    private static let maxBytes = CommandOption.integer(
        "max-bytes", in: 1...(.max), default: defaults.maxPayloadBytes,
        help: "Bytes of requests kept; senders of more are told 503.")
    private static let maxBody = CommandOption.integer(
        "max-body", in: 1...(.max), default: defaults.maxBodyBytes, help: "Bytes of one body; larger ones are told 413."
    )

    package static var program: ProgramDeclaration {
        ProgramDeclaration(
            version: ProductVersion.text,
            command: CommandDeclaration(
                "fake-collector", summary: "Take spans as a tracing server does, and say what came.",
                details: """
                    Answers as the Zipkin server does and keeps every span until it ends. On SIGINT or SIGTERM it prints a \
                    summary: the status is 0 when at least one span was taken, and 2 when none was, since nothing received \
                    is no evidence.
                    """,
                options: [
                    zipkin.declaration, host.declaration, prints.declaration, stats.declaration, maxSpans.declaration,
                    maxBytes.declaration, maxBody.declaration,
                ],
                examples: [
                    .init("fake-collector --print", "take spans on port 9411 and show each request"),
                    .init("fake-collector --zipkin 0 --stats 0", "free ports, which the first lines tell"),
                ]))
    }

    /// Runs until a signal comes. The status is 2 when it could not start or no span came, else 0.
    package static func run(_ arguments: Arguments, signals: AsyncStream<Signal>) async -> CommandStatus {
        do {
            let loop = try EventLoop.start(name: "collector")
            defer { loop.shutdown() }
            return try await loop.run { try await serve(arguments, until: signals, on: loop) }
        } catch {
            _ = StandardStream.error.write("fake-collector: \(error)\n")
            return .notJudged
        }
    }

    private static func serve(
        _ arguments: Arguments, until signals: AsyncStream<Signal>, on loop: EventLoop
    ) async throws -> CommandStatus {
        let limits = CollectorLimits(
            maxPayloadBytes: arguments[maxBytes], maxSpans: arguments[maxSpans], maxBodyBytes: arguments[maxBody])
        let options = CollectorOptions(host: arguments[host], receivers: [], limits: limits)
        let isPrinting = arguments[prints]
        let collector = try await Collector.start(on: loop, options) { request in
            if isPrinting { RequestPrinter.write(request) }
        }
        let address = try await collector.openZipkin(label: "zipkin", port: UInt16(clamping: arguments[zipkin]))
        say("zipkin: \(address.endpoint)")
        var statsServer: HTTPServer?
        if let port = arguments[stats] {
            let server = try await StatsServer.start(
                for: collector, host: arguments[host], port: UInt16(clamping: port))
            say("stats: http://\(server.address)/")
            statsServer = server
        }
        for await _ in signals { break }
        await statsServer?.stop(withinNanoseconds: 0)
        let summary = await collector.stop(within: .seconds(1))
        say("\(summary)")
        return summary.counters.spans > 0 ? .conforms : .notJudged
    }

    private static func say(_ line: String) { _ = StandardStream.output.write(line + "\n") }
}
