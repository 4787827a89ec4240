/// What stands at a place of the command line instead of behind an option.
package struct PositionalDeclaration: Sendable {
    package enum Count: Sendable {
        case one
        case optional
        /// Any number, also none.
        case many
    }

    /// In capitals, as the usage line shows it.
    package let name: String
    package let count: Count
    package let help: String

    package init(_ name: String, _ count: Count = .one, help: String) {
        self.name = name
        self.count = count
        self.help = help
    }
}

/// A command, alone or as a verb of a program.
package struct CommandDeclaration: Sendable {
    package struct Example: Sendable {
        package let line: String
        package let meaning: String

        package init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// An exit status, and what it means in this command.
    package struct Status: Sendable {
        package let status: CommandStatus
        package let meaning: String

        package init(_ status: CommandStatus, _ meaning: String) {
            self.status = status
            self.meaning = meaning
        }

        /// Those of a command that judges.
        package static let judging = CommandStatus.allCases.map { Status($0, $0.meaning) }
    }

    /// The verb; for a program of one command the program's name.
    package let name: String
    /// One sentence.
    package let summary: String
    /// Paragraphs behind the usage line; empty for none.
    package let details: String
    package let options: [OptionDeclaration]
    package let positionals: [PositionalDeclaration]
    package let examples: [Example]
    /// What the command can end with, in ascending order.
    package let statuses: [Status]
    /// Works, but is shown in no help text and offered for no typing error.
    package let isHidden: Bool

    package init(
        _ name: String, summary: String, details: String = "", options: [OptionDeclaration] = [],
        positionals: [PositionalDeclaration] = [], examples: [Example] = [], statuses: [Status] = Status.judging,
        isHidden: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.options = options
        self.positionals = positionals
        self.examples = examples
        self.statuses = statuses
        self.isHidden = isHidden
    }
}

/// A program: one command, or several, of which the first argument chooses one.
package struct ProgramDeclaration: Sendable {
    package enum Commands: Sendable {
        case single(CommandDeclaration)
        case verbs([CommandDeclaration])
    }

    package let name: String
    package let version: String
    package let summary: String
    package let commands: Commands

    package init(name: String, version: String, summary: String, verbs: [CommandDeclaration]) {
        self.name = name
        self.version = version
        self.summary = summary
        commands = .verbs(verbs)
    }

    /// A program of one command, which bears its name.
    package init(version: String, command: CommandDeclaration) {
        name = command.name
        self.version = version
        summary = command.summary
        commands = .single(command)
    }

    /// The words before the options of a command: `harness verify`, or `hop-server` alone.
    func invocation(of command: CommandDeclaration) -> String {
        switch commands {
        case .single: name
        case .verbs: "\(name) \(command.name)"
        }
    }

    /// Printed for `--version`, with its end of line.
    package var versionText: String { "\(name) \(version)\n" }
}
