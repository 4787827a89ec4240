import FakeCollector
import TraceCatalogue
import TraceConsole
import TracePlatform
import TraceRules
import TraceTransport
import TraceWire

/// `harness check`: judges recorded or arriving payloads by the rules of the catalogue.
enum CheckCommand {
    private static let formats = WireFormat.all.map(\.name)

    static let asFormat = CommandOption.text(
        "as", placeholder: "FORM",
        help:
            "The format of the payloads, which their carrier or their bytes tell otherwise: \(formats.joined(separator: ", "))."
    )
    static let live = CommandOption.flag("live", help: "Judge what arrives on the default ports.")
    static let duration = CommandOption.custom(
        "for", placeholder: "TIME", default: Duration?.none, spelt: nil, accepted: DurationText.accepted,
        help: "With --live: how long; until Ctrl-C without it.", parse: { DurationText.parse($0).map { .some($0) } })
    static let ports = CommandOption.repeated(
        "port", placeholder: "FORM=N", help: "With --live: where a form is taken; all=0 takes free ports.")

    static let declaration = CommandDeclaration(
        "check", summary: "Judge payloads by the rules of their specifications.",
        details: """
            Reads what harness record wrote, or any files and folders of payloads (.json .pb .thrift .bin .hex, with a \
            .meta.json beside that says how each was carried), or with --live what arrives, and says of every rule that is \
            broken where, what was expected, what was found, and who says so. A harness.yaml beside the payloads may hold \
            the options.
            """,
        options: [asFormat.declaration, live.declaration, duration.declaration, ports.declaration]
            + RuleArguments.declarations,
        positionals: [PositionalDeclaration("PATH", .many, help: "Files and folders with payloads.")],
        examples: [
            .init("harness check run/", "everything that harness record kept"),
            .init("harness check --as otlp-json span.json", "one body"),
            .init("harness check --live --for 30s", "what arrives in half a minute"),
        ])

    static func run(_ arguments: Arguments) async -> CommandStatus {
        do {
            if arguments[live] { return try await judgeArriving(arguments) }
            return try judgeFiles(arguments)
        } catch is CancellationError {
            _ = StandardStream.error.write("interrupted: nothing was judged\n")
            return .interrupted
        } catch {
            _ = StandardStream.error.write("harness check: \(error)\n")
            return .notJudged
        }
    }

    private static func judgeFiles(_ arguments: Arguments) throws -> CommandStatus {
        guard let first = arguments.positionals.first else {
            throw UsageProblem(description: "name files or folders with payloads, or give --live")
        }
        guard !arguments.isGiven(duration), !arguments.isGiven(ports) else {
            throw UsageProblem(description: "--for and --port go with --live")
        }
        let options = try RuleOptions(arguments, settings: JudgingSettings.besides(first))
        let format = try format(arguments[asFormat])
        let files = try PayloadFiles(arguments.positionals)
        guard !files.paths.isEmpty else {
            throw UsageProblem(
                description: "no payload lies in \(arguments.positionals.joined(separator: ", ")): none of its files"
                    + " ends in .json, .pb, .thrift, .bin or .hex")
        }
        var judge = RunJudge(options.selection)
        for recording in files.recordings {
            for path in recording.paths {
                try Task.checkCancellation()
                judge.judge(try PayloadFiles.read(path, as: format))
            }
            judge.endRecording(
                recording.folder.isEmpty ? "this folder" : recording.folder, expected: try recording.expectations())
        }
        return try options.write(judge.finish(), arguments)
    }

    private static func judgeArriving(_ arguments: Arguments) async throws -> CommandStatus {
        guard arguments.positionals.isEmpty, arguments[asFormat] == nil else {
            throw UsageProblem(description: "--live judges what arrives: leave files and --as out")
        }
        let options = try RuleOptions(arguments, settings: JudgingSettings.besides("."))
        let judge = LiveJudge(options.selection)
        try await withEventLoop(name: "collector") { loop in
            try await LiveReceiving(arguments[ports], on: loop).run(for: arguments[duration]) { judge.take($0) }
        }
        return try options.write(await judge.result(), arguments)
    }

    static func format(_ name: String?) throws -> WireFormat? {
        guard let name else { return nil }
        if let format = WireFormat.named(name) { return format }
        let hint = nearest(to: name, among: formats).map { ", did you mean \($0)?" } ?? ""
        throw UsageProblem(
            description: "--as \(name): expected one of \(formats.joined(separator: ", "))\(hint)")
    }
}
