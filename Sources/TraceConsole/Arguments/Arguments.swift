/// The arguments of a command, read and checked against its declaration.
package struct Arguments: Sendable {
    /// The verb, or the program's name where there is one command.
    package let command: String
    package let positionals: [String]
    private let texts: [String: [String]]

    init(command: String, positionals: [String], texts: [String: [String]]) {
        self.command = command
        self.positionals = positionals
        self.texts = texts
    }

    /// The value of an option: as given, else its default.
    package subscript<Value>(option: CommandOption<Value>) -> Value {
        option.value(texts[option.declaration.name] ?? [])
    }

    /// Whether the user gave the option, whatever its value.
    package func isGiven<Value>(_ option: CommandOption<Value>) -> Bool { texts[option.declaration.name] != nil }
}

/// What a command line asks for.
package enum Invocation: Sendable {
    case run(Arguments)
    /// The text for standard output; the exit status is 0.
    case help(HelpText)
    case version(String)
    case rejected(ArgumentErrors)
}
