import TracePlatform

/// What a command says by its exit status. Worse verdicts are not larger numbers: `fails` outweighs `notJudged`.
package enum CommandStatus: Int32, CaseIterable, Sendable {
    /// Everything that was judged conforms.
    case conforms = 0
    /// Something does not.
    case fails = 1
    /// It could not be judged: wrong usage, a failed set-up, nothing selected, nothing received.
    case notJudged = 2
    /// Ctrl-C: 128 + `SIGINT`, as shells say it.
    case interrupted = 130

    /// The line of the help text, for commands that judge.
    package var meaning: String {
        switch self {
        case .conforms: "everything that was judged conforms"
        case .fails: "something does not conform"
        case .notJudged: "could not be judged: usage, set-up, nothing selected or received"
        case .interrupted: "interrupted (Ctrl-C)"
        }
    }

    package func exit() -> Never { Environment.exit(rawValue) }
}
