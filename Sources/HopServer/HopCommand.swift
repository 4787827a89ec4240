import TraceModel
import TraceConsole
import TracePlatform
import TraceTransport

/// The program `hop-server`, and the hidden verb of `harness` that runs a hop of a chain.
package enum HopCommand {
    private static let configFile = CommandOption.text("configfile", placeholder: "FILE", help: "The hop's YAML file.")
    private static let config = CommandOption.text("config", placeholder: "FILE", help: "The same as --configfile.")
    private static let host = CommandOption.text(
        "host", placeholder: "ADDRESS", default: "127.0.0.1", help: "The address to listen on; 0.0.0.0 for all.")
    private static let port = CommandOption.integer(
        "port", in: 0...65_535, help: "In place of server.port; 0 takes a free port.")
    private static let seed = CommandOption.seed(
        "seed", help: "Decides which delays and errors strike; random without it.")
    private static let timeScale = CommandOption.number(
        "time-scale", in: 0...1000, default: 1, help: "Factor on every delay; 0 turns delays off.")
    private static let hostName = CommandOption.text(
        "host-name", placeholder: "NAME", help: "What the answer says of this hop, in place of the machine's name.")
    private static let faults = CommandOption.repeated(
        "fault", placeholder: "ID", help: "Be wrong in one way, to test a judge; --fault list names them.")
    private static let furtherExports = CommandOption.repeated(
        "also-export", placeholder: "FORM=ENDPOINT",
        help: "Export every span in a further form too: otlp-json=http://host:4318/v1/traces.")
    private static let exitsWithStdin = CommandOption.flag(
        "exit-with-stdin", help: "End when stdin ends, as under a parent that holds it.")

    package static func declaration(name: String, isHidden: Bool = false) -> CommandDeclaration {
        CommandDeclaration(
            name, summary: "Run one hop of a chain, described by a YAML file.",
            details: """
                Answers GET / with the body of the next hop and its own name, propagates B3 and W3C trace headers, delays \
                and fails at the configured rates, and exports its spans. Ends on SIGINT and SIGTERM after it has \
                answered what is under way and exported every span.
                """,
            options: [
                configFile.declaration, config.declaration, host.declaration, port.declaration, seed.declaration,
                timeScale.declaration, hostName.declaration, faults.declaration, furtherExports.declaration,
                exitsWithStdin.declaration,
            ],
            examples: [.init("\(name) --configfile config-app-a.yaml --port 0", "one hop on a free port")],
            statuses: [
                .init(.conforms, "it was told to end and has ended"),
                .init(.notJudged, "it could not start: usage, configuration, a port that is taken"),
            ],
            isHidden: isHidden)
    }

    package static var program: ProgramDeclaration {
        ProgramDeclaration(version: ProductVersion.text, command: declaration(name: "hop-server"))
    }

    /// Runs a hop until it is told to end. The status is 0 then, and 2 when it could not start.
    package static func run(_ arguments: Arguments, signals: AsyncStream<Signal>) async -> CommandStatus {
        if arguments[faults] == ["list"] { return listFaults() }
        guard let file = arguments[configFile] ?? arguments[config] else {
            return complain("hop-server needs --configfile FILE (see --help)")
        }
        if arguments.isGiven(configFile), arguments.isGiven(config) {
            return complain("--configfile and --config mean the same; give one of them")
        }
        HeapMemory.keepFreed()
        do {
            let places = try arguments[furtherExports].map { try ExportPlace(option: $0) }
            try await run(options(arguments, file, places), until: signals)
            return .conforms
        } catch {
            return complain("\(error)")
        }
    }

    private static func options(_ arguments: Arguments, _ file: String, _ places: [ExportPlace]) -> HopOptions {
        HopOptions(
            configFile: file, host: arguments[host], port: arguments[port].map { UInt16(clamping: $0) },
            seed: arguments[seed], timeScale: arguments[timeScale], hostName: arguments[hostName],
            faults: arguments[faults], furtherExports: places, exitsWithStdin: arguments[exitsWithStdin])
    }

    private static func run(_ options: HopOptions, until signals: AsyncStream<Signal>) async throws {
        try await withEventLoop(name: "hop") { loop in try await serve(options, until: signals, on: loop) }
    }

    private static func serve(
        _ options: HopOptions, until signals: AsyncStream<Signal>, on loop: EventLoop
    ) async throws {
        let (ends, end) = AsyncStream.makeStream(of: End.self)
        if options.exitsWithStdin { try StandardInput.whenEnded { end.yield(.parentGone) } }
        let watching = Task {
            for await _ in signals { end.yield(.asked) }
        }
        let service = try await HopService.start(options, environment: Environment.all, on: loop)
        _ = StandardStream.output.write(service.readyLine + "\n")
        var isAbandoned = false
        for await end in ends {
            isAbandoned = end == .parentGone
            break
        }
        watching.cancel()
        _ = await service.stop(isAbandoned: isAbandoned)
    }

    /// Why a hop ends.
    private enum End {
        /// A signal: somebody may still wait for an answer.
        case asked
        /// The end of stdin: whoever asked has ended, or has all its answers.
        case parentGone
    }

    private static func listFaults() -> CommandStatus {
        let rows = HopFault.all.map { [TonedText($0.id), TonedText($0.summary)] }
        let table = TableText([.init("fault"), .init("what is wrong")], rows: rows)
        _ = StandardStream.output.write(table.text(ConsoleStyle(.current(.output))))
        return .conforms
    }

    private static func complain(_ text: String) -> CommandStatus {
        _ = StandardStream.error.write(text + "\n")
        return .notJudged
    }
}
