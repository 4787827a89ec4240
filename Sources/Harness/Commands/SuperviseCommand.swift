import TraceConsole
import TracePlatform

/// `harness supervise --folder FOLDER -- COMMAND`, hidden: runs a command that someone else wrote in a process group of
/// its own, and holds the lifeline for it.
///
///     running ──SIGTERM──▶ the group gets SIGTERM, flushes ──▶ ended
///        └──────stdin ends: whoever wanted the command is gone──▶ the group is killed ──▶ ended
///
/// However it ends, the folder from which the command was configured is removed: the harness may be gone.
enum SuperviseCommand {
    static let declaration = CommandDeclaration(
        "supervise", summary: "Run a command under a lifeline.", options: [folder.declaration],
        positionals: [PositionalDeclaration("COMMAND", .one, help: "Given to sh -c.")], isHidden: true)

    private static let folder = CommandOption.custom(
        "folder", placeholder: "FOLDER", default: String?.none, spelt: nil,
        accepted: "the path of a folder that the harness made for a hop", help: "Removed when the command has ended.",
        parse: { HopFolder.isPath($0) ? .some($0) : nil })

    /// The words that start the program as the supervisor of a command.
    static func words(_ command: String, removing folder: HopFolder) -> [String] {
        ["supervise", "--folder", folder.path, "--", command]
    }

    static func run(_ arguments: Arguments, signals: AsyncStream<Signal>) async -> CommandStatus {
        let script = script(arguments.positionals.first ?? "")
        var command = ChildCommand(
            "/bin/sh", ["-c", script], environment: Environment.all, group: .ownEndingWithLeader)
        command.input = .null
        command.output = .inherited
        command.error = .inherited
        do {
            let child = try ChildProcess(command)
            let folder = arguments[folder]
            // Nobody is left to wait for a flush, or nobody wants to wait any longer. The folder goes first: who sees the
            // command end finds nothing of it.
            try StandardInput.whenEnded {
                if let folder { HopFolder.remove(folder) }
                _ = child.killGroup(.kill)
            }
            let isAskedToEnd = Locked(false)
            let watching = Task {
                for await signal in signals {
                    isAskedToEnd.withLock { $0 = true }
                    _ = child.killGroup(signal)
                }
            }
            let status = await child.exit()
            watching.cancel()
            // For the second time, if stdin has ended: while it was removed, the command may have written into it.
            if let folder { HopFolder.remove(folder) }
            if status.isSuccess || (isAskedToEnd.withLock { $0 } && status.isByRequest) { return .conforms }
            _ = StandardStream.error.write("supervise: the command \(status)\n")
            return .fails
        } catch {
            _ = StandardStream.error.write("\(error)\n")
            return .notJudged
        }
    }

    /// The shell must outlive what it has started, whose spans are still to be flushed: when the leader ends, the rest of
    /// the group is killed. What it starts gets the default action back, as POSIX says of signals with a trap.
    private static func script(_ command: String) -> String { "trap 'wait; exit' TERM\n\(command)" }
}

extension ChildStatus {
    /// How programs end on SIGTERM that have no handler for it, or that say afterwards what ended them, and shells
    /// whose command ended so.
    fileprivate var isByRequest: Bool {
        [.signalled(.terminate), .exited(Signal.terminate.shellStatus)].contains(self)
    }
}
