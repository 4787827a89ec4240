import TracePlatform

extension ProgramDeclaration {
    /// The whole life of a program: reads the command line of the process, answers what needs no run (help and version on
    /// stdout with status 0, complaints on stderr with status 2), runs the rest and exits with its status.
    ///
    /// Call it from a `main()` that is not asynchronous: signals are taken before any other thread exists.
    ///
    /// - Parameters:
    ///   - signals: which ones `run` gets; they end nothing by themselves any more.
    ///   - run: what the program does, with its arguments and the signals that come.
    package func main(
        signals: [Signal] = [.interrupt, .terminate],
        run: @escaping @Sendable (Arguments, AsyncStream<Signal>) async -> CommandStatus
    ) -> Never {
        Signal.ignoreBrokenPipes()
        let arguments = argumentsOrExit(Array(CommandLine.arguments.dropFirst()))
        do {
            let taken = try SignalWatcher.stream(signals)
            Task { await run(arguments, taken).exit() }
        } catch {
            _ = StandardStream.error.write("\(error)\n")
            CommandStatus.notJudged.exit()
        }
        MainThread.park()
    }

    private func argumentsOrExit(_ line: [String]) -> Arguments {
        let output = TerminalTraits.current(.output)
        switch ArgumentReader(self).read(line) {
        case .run(let arguments): return arguments
        case .help(let help):
            _ = StandardStream.output.write(help.text(width: output.width))
            CommandStatus.conforms.exit()
        case .version(let text):
            _ = StandardStream.output.write(text)
            CommandStatus.conforms.exit()
        case .rejected(let errors):
            _ = StandardStream.error.write(errors.description)
            CommandStatus.notJudged.exit()
        }
    }
}
