/// One thing that is wrong with a command line: what was given, what would be accepted, what was probably meant.
package enum ArgumentError: Error, Hashable, Sendable, CustomStringConvertible {
    case missingVerb(known: [String])
    case unknownVerb(String, nearest: String?, known: [String])
    case unknownOption(String, nearest: String?)
    case missingValue(option: String, accepted: String)
    case unexpectedValue(option: String, value: String)
    case invalidValue(option: String, value: String, accepted: String, nearest: String?)
    case repeatedOption(String, count: Int)
    case missingOption(String, placeholder: String)
    case missingPositional(String)
    case unexpectedPositional(String)

    /// One line without end. What the user gave is escaped: it may come from a script's variable.
    package var description: String {
        switch self {
        case .missingVerb(let known):
            "no command given; expected one of \(known.joined(separator: ", "))"
        case .unknownVerb(let given, let nearest?, _):
            "unknown command '\(given.escapedForTerminal)'; did you mean '\(nearest)'?"
        case .unknownVerb(let given, nil, let known):
            "unknown command '\(given.escapedForTerminal)'; expected one of \(known.joined(separator: ", "))"
        case .unknownOption(let given, let nearest):
            "unknown option '\(given.escapedForTerminal)'" + Self.question(nearest)
        case .missingValue(let option, let accepted):
            "\(option) needs a value: expected \(accepted)"
        case .unexpectedValue(let option, let value):
            "\(option) takes no value, but was given '\(value.escapedForTerminal)'"
        case .invalidValue(let option, let value, let accepted, let nearest):
            "\(option) '\(value.escapedForTerminal)': expected \(accepted)" + Self.question(nearest)
        case .repeatedOption(let option, let count):
            "\(option) was given \(count) times; expected once"
        case .missingOption(let option, let placeholder):
            "\(option) \(placeholder) is required"
        case .missingPositional(let name):
            "\(name) is missing"
        case .unexpectedPositional(let given):
            "unexpected argument '\(given.escapedForTerminal)'"
        }
    }

    private static func question(_ nearest: String?) -> String { nearest.map { "; did you mean '\($0)'?" } ?? "" }
}

/// What is wrong with a command line, all in one go, and where to read on.
package struct ArgumentErrors: Error, Equatable, CustomStringConvertible {
    /// The words that ask for help: `harness verify`.
    package let invocation: String
    package let errors: [ArgumentError]

    /// A line per error, each ended by `\n`, for standard error; the exit status is `CommandStatus.notJudged`.
    package var description: String {
        errors.map { "\(invocation): \($0)\n" }.joined() + "Try '\(invocation) --help'.\n"
    }
}
