import TraceModel
import HopServer
import TraceConsole
import TracePlatform

/// The program `harness`.
package enum HarnessCommand {
    package static let program = ProgramDeclaration(
        name: "harness", version: ProductVersion.text,
        summary: "A conformance and test harness for Zipkin, OTLP and Jaeger exporters.",
        verbs: [
            VerifyArguments.declaration, CheckCommand.declaration, RulesCommand.declaration,
            RecordCommand.declaration, ReplayCommand.declaration, SnapshotCommand.declaration,
            HopCommand.declaration(name: "run-hop", isHidden: true), SuperviseCommand.declaration,
        ])

    package static func run(_ arguments: Arguments, signals: AsyncStream<Signal>) async -> CommandStatus {
        switch arguments.command {
        case "run-hop": return await HopCommand.run(arguments, signals: signals)
        case "supervise": return await SuperviseCommand.run(arguments, signals: signals)
        case "snapshot": return SnapshotCommand.run(arguments)
        case "rules": return RulesCommand.run(arguments)
        case "record": return await RecordCommand.run(arguments, signals: signals)
        case "replay": return await interruptible(signals) { await ReplayCommand.run(arguments) }
        case "check": return await interruptible(signals) { await CheckCommand.run(arguments) }
        default: return await interruptible(signals) { await VerifyCommand.run(arguments) }
        }
    }

    /// The first signal ends the work in good order; a second one ends the process at once.
    private static func interruptible(
        _ signals: AsyncStream<Signal>, _ body: @escaping @Sendable () async -> CommandStatus
    ) async -> CommandStatus {
        let work = Task { await body() }
        let watching = Task {
            var count = 0
            for await signal in signals {
                count += 1
                if count > 1 { Environment.exit(signal.shellStatus) }
                work.cancel()
            }
        }
        defer { watching.cancel() }
        return await work.value
    }
}
