import HopServer
import TraceBytes
import TraceConsole
import TraceModel
import TracePlatform
import TraceRules
import TraceTransport
import TraceWire

/// `harness verify`: runs a chain, or reads a kept run, judges it and reports.
enum VerifyCommand {
    static func run(_ arguments: Arguments) async -> CommandStatus {
        if arguments[VerifyArguments.list] { return listClaims() }
        do {
            return try await judge(arguments)
        } catch let error as VerifyError where error.isInterruption {
            _ = StandardStream.error.write("interrupted: all hops are stopped, nothing was judged\n")
            return .interrupted
        } catch {
            _ = StandardStream.error.write("\(error)\n")
            return .notJudged
        }
    }

    private static func judge(_ arguments: Arguments) async throws -> CommandStatus {
        let judging = try JudgingOptions(arguments)
        let material: RunMaterial
        var fixture: ChainFixture?
        if let folder = arguments[VerifyArguments.from] {
            try refuseRunOptions(arguments)
            material = try read(keptRun: folder)
        } else if let folder = arguments[VerifyArguments.chain] {
            let chain = try ChainFolder.read(folder)
            fixture = chain
            try claim(arguments[VerifyArguments.output])
            material = try await play(chain, arguments, judging)
        } else {
            throw VerifyError.setUp(
                "harness verify needs --chain DIR, or --from DIR for a kept run (see harness verify --help)")
        }
        let line = fixture == nil ? [] : RepeatedCommand.words(CommandLine.arguments)
        let report = await judging.report(on: material, invocation: line)
        return try await VerifyOutput(arguments: arguments, fixture: fixture, material: material).write(report)
    }

    private static func play(
        _ chain: ChainFixture, _ arguments: Arguments, _ judging: JudgingOptions
    ) async throws -> RunMaterial {
        let options = try VerifyOptions(arguments, judging)
        try options.check(against: chain)
        let progress = RunProgress(chain, options)
        progress.begin()
        defer { progress.finish() }
        return try await withEventLoop(name: "harness") { loop in
            try await VerifyRun(chain, options: options, on: loop, observer: progress.observer).evidence()
        }
    }

    private static func read(keptRun folder: String) throws -> RunMaterial {
        let run = try KeptRun(reading: folder) { form, bytes in ExportDecoding.decode(form: form, bytes) }
        return RunMaterial(evidence: run.evidence, payloads: run.payloads, logs: [])
    }

    /// Where the run is to be kept, before it is played: a run must not be lost to a folder that cannot take it.
    private static func claim(_ output: String?) throws {
        guard let output else { return }
        guard !Files.exists("\(output)/run.json") else { throw KeptRunError.alreadyHolds(folder: output) }
        try Files.createDirectory(output)
    }

    /// What a kept run was asked to do is written in it: an option that would have no effect is refused.
    private static func refuseRunOptions(_ arguments: Arguments) throws {
        let idle = VerifyArguments.runOptions.filter { $0.isGiven(arguments) }.map(\.spelling)
        guard idle.isEmpty else {
            throw VerifyError.setUp(
                "--from judges a kept run as it was; without effect, so leave out: \(idle.joined(separator: ", "))")
        }
    }

    private static func listClaims() -> CommandStatus {
        let rows = Claim.all.map { [TonedText($0.id), TonedText($0.statement)] }
        let table = TableText([.init("claim"), .init("what it says")], rows: rows)
        _ = StandardStream.output.write(table.text(ConsoleStyle(.current(.output))))
        return .conforms
    }
}

extension VerifyError {
    fileprivate var isInterruption: Bool {
        if case .interrupted = self { true } else { false }
    }
}
