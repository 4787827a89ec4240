/// The help of a program or of one of its commands, generated from its declaration. ASCII only.
package struct HelpText: Sendable {
    private let program: ProgramDeclaration
    private let command: CommandDeclaration?

    /// Of the program: its verbs, or its only command.
    package init(_ program: ProgramDeclaration) {
        self.program = program
        if case .single(let command) = program.commands { self.command = command } else { command = nil }
    }

    package init(_ program: ProgramDeclaration, _ command: CommandDeclaration) {
        self.program = program
        self.command = command
    }

    /// The text, ended by `\n`.
    /// - Parameter width: columns; below 60 it is taken as 60.
    package func text(width: Int) -> String {
        let width = max(width, ConsoleStyle.narrowest)
        let sections = command.map { commandSections($0, width) } ?? programSections(width)
        let text = sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
        return text.replacing(Self.unbreakable, with: " ")
    }

    private func programSections(_ width: Int) -> [[String]] {
        guard case .verbs(let verbs) = program.commands else { return [] }
        let shown = verbs.filter { !$0.isHidden }
        return [
            WrappedText.lines(program.summary, width: width),
            usage(program.name, ["COMMAND", "[OPTIONS]"], width),
            section("Commands:", shown.map { ($0.name, $0.summary) }, width),
            section("Options:", Self.commonOptions, width),
            WrappedText.lines("'\(program.name) COMMAND --help' tells more about a command.", width: width),
        ]
    }

    private func commandSections(_ command: CommandDeclaration, _ width: Int) -> [[String]] {
        let required = command.options.filter(\.isRequired).map { "\($0.spelling) \($0.placeholder ?? "")" }
        let positionals = command.positionals.map { positional in
            switch positional.count {
            case .one: positional.name
            case .optional: "[\(positional.name)]"
            case .many: "[\(positional.name)...]"
            }
        }
        let statuses = command.statuses.map { ("\($0.status.rawValue)", $0.meaning) }
        return [
            WrappedText.lines(command.summary, width: width),
            usage(program.invocation(of: command), required + ["[OPTIONS]"] + positionals, width),
            command.details.isEmpty ? [] : WrappedText.lines(command.details, width: width),
            section("Arguments:", command.positionals.map { ($0.name, $0.help) }, width),
            section("Options:", command.options.map { (left($0), right($0)) } + Self.commonOptions, width),
            examples(command, width),
            section("Exit status:", statuses, width),
        ]
    }

    private static let commonOptions = [
        ("-h, --help", "Show this help."), ("--version", "Show the version."),
    ]

    /// A space at which no line breaks (U+00A0), until the lines stand.
    private static let unbreakable = "\u{a0}"

    private func left(_ option: OptionDeclaration) -> String {
        option.spelling + (option.placeholder.map { " \($0)" } ?? "")
    }

    private func right(_ option: OptionDeclaration) -> String {
        var text = option.help
        if !option.choices.isEmpty { text += " One of \(option.choices.joined(separator: ", "))." }
        if option.repeats { text += " May be repeated." }
        if let fallback = option.fallback, !fallback.isEmpty { text += " [default:\(Self.unbreakable)\(fallback)]" }
        return text
    }

    private func usage(_ invocation: String, _ parts: [String], _ width: Int) -> [String] {
        let start = "Usage: \(invocation) "
        // Continued lines stand below the first part.
        return WrappedText.lines(parts.joined(separator: " "), width: max(width - start.count, 20)).enumerated().map {
            ($0 == 0 ? start : String(repeating: " ", count: start.count)) + $1
        }
    }

    /// Two columns; where the left one is wider than the gap allows, the right one begins on the next line.
    private func section(_ title: String, _ rows: [(left: String, right: String)], _ width: Int) -> [String] {
        guard !rows.isEmpty else { return [] }
        let widest = width / 3
        let column = rows.map(\.left.count).filter { $0 <= widest }.max() ?? widest
        let gap = String(repeating: " ", count: column + 4)
        var lines = [title]
        for (left, right) in rows {
            var texts = WrappedText.lines(right, width: width - gap.count)[...]
            if left.count <= column {
                let first = texts.popFirst() ?? ""
                lines.append(trimmingEnd("  " + left.padded(toWidth: column) + "  " + first))
            } else {
                lines.append("  " + left)
            }
            lines += texts.map { trimmingEnd(gap + $0) }
        }
        return lines
    }

    /// Command lines are not wrapped: a wrapped one could not be copied.
    private func examples(_ command: CommandDeclaration, _ width: Int) -> [String] {
        guard !command.examples.isEmpty else { return [] }
        return ["Examples:"]
            + command.examples.flatMap { example in
                ["  \(example.line)"]
                    + WrappedText.lines(example.meaning, width: width - 6).map { trimmingEnd("      " + $0) }
            }
    }
}
