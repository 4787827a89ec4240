/// Reads a command line as a program declares it.
///
/// `--name value` and `--name=value` are the same; `--` ends the options; `-h`, `--help` and `--version` answer before
/// anything is complained about. Options and positionals may be mixed. An argument that begins with two dashes is never
/// taken as the value of the option before it: such a value is given as `--name=--value`.
package struct ArgumentReader: Sendable {
    package let program: ProgramDeclaration

    package init(_ program: ProgramDeclaration) { self.program = program }

    /// - Parameter arguments: without the program's own name.
    package func read(_ arguments: [String]) -> Invocation {
        switch program.commands {
        case .single(let command): return read(command, arguments)
        case .verbs(let verbs): return read(verbs, arguments)
        }
    }

    private func read(_ verbs: [CommandDeclaration], _ arguments: [String]) -> Invocation {
        let known = verbs.filter { !$0.isHidden }.map(\.name)
        func rejected(_ error: ArgumentError) -> Invocation {
            .rejected(ArgumentErrors(invocation: program.name, errors: [error]))
        }
        guard let first = arguments.first else { return rejected(.missingVerb(known: known)) }
        if let verb = verbs.first(where: { $0.name == first }) { return read(verb, Array(arguments.dropFirst())) }
        switch first {
        case "-h", "--help", "help":
            guard first == "help", arguments.count > 1 else { return .help(HelpText(program)) }
            return read(verbs, [arguments[1], "--help"])
        case "--version":
            return .version(program.versionText)
        case _ where first.hasPrefix("-"):
            let nearest = nearest(to: first, among: ["--help", "--version"])
            return rejected(.unknownOption(first, nearest: nearest))
        default:
            return rejected(.unknownVerb(first, nearest: nearest(to: first, among: known), known: known))
        }
    }

    private func read(_ command: CommandDeclaration, _ arguments: [String]) -> Invocation {
        let options = arguments.prefix { $0 != "--" }
        if options.contains("-h") || options.contains("--help") { return .help(HelpText(program, command)) }
        if options.contains("--version") { return .version(program.versionText) }
        var line = CommandLineState(command)
        line.received(arguments)
        guard line.errors.isEmpty else {
            return .rejected(ArgumentErrors(invocation: program.invocation(of: command), errors: line.errors))
        }
        return .run(Arguments(command: command.name, positionals: line.positionals, texts: line.texts))
    }
}

/// What was read of a command's arguments so far.
private struct CommandLineState {
    let command: CommandDeclaration
    private(set) var texts: [String: [String]] = [:]
    private(set) var positionals: [String] = []
    private(set) var errors: [ArgumentError] = []

    init(_ command: CommandDeclaration) { self.command = command }

    mutating func received(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                positionals += rest
                rest = []
            } else if argument.hasPrefix("-"), argument != "-" {
                readOption(argument, &rest)
            } else {
                positionals.append(argument)
            }
        }
        checkCounts()
    }

    private mutating func readOption(_ argument: String, _ rest: inout ArraySlice<String>) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let spelling = parts[0]  // a split without omission has one part at least
        var value = parts.count > 1 ? parts[1] : nil
        guard let option = command.options.first(where: { $0.spelling == spelling }) else {
            let known = command.options.map(\.spelling) + ["--help", "--version"]
            errors.append(.unknownOption(spelling, nearest: nearest(to: spelling, among: known)))
            return
        }
        guard option.placeholder != nil else {
            if let value {
                errors.append(.unexpectedValue(option: spelling, value: value))
            } else {
                texts[option.name, default: []].append("")
            }
            return
        }
        if value == nil, let next = rest.first, !next.hasPrefix("--") { value = rest.popFirst() }
        guard let value else {
            errors.append(.missingValue(option: spelling, accepted: option.accepted))
            return
        }
        texts[option.name, default: []].append(value)
        guard !option.accepts(value) else { return }
        let nearest = nearest(to: value, among: option.choices)
        errors.append(.invalidValue(option: spelling, value: value, accepted: option.accepted, nearest: nearest))
    }

    /// What was given too often, too seldom, or too much.
    private mutating func checkCounts() {
        for option in command.options {
            let count = texts[option.name]?.count ?? 0
            if count > 1, !option.repeats, option.placeholder != nil {
                errors.append(.repeatedOption(option.spelling, count: count))
            }
            let wasTried = errors.contains(.missingValue(option: option.spelling, accepted: option.accepted))
            if count == 0, option.isRequired, !wasTried {
                errors.append(.missingOption(option.spelling, placeholder: option.placeholder ?? ""))
            }
        }
        var rest = positionals[...]
        for positional in command.positionals {
            switch positional.count {
            case .one: if rest.popFirst() == nil { errors.append(.missingPositional(positional.name)) }
            case .optional: _ = rest.popFirst()
            case .many: rest = []
            }
        }
        // Behind an unknown option stands its value, most likely: one slip, one error.
        let hasUnknown = errors.contains { if case .unknownOption = $0 { true } else { false } }
        if !hasUnknown { errors += rest.map { .unexpectedPositional($0) } }
    }
}
