import TraceCatalogue
import TraceConsole
import TracePlatform
import TraceRules

/// `harness rules`: lists the rules of the catalogue, or says everything of one.
enum RulesCommand {
    static let form = CommandOption.choice(
        "format", placeholder: "FORM", default: RulesForm.text, help: "Text, or the document docs/RULES.md.")

    enum RulesForm: String, CaseIterable, Sendable {
        case text, markdown
    }

    static let declaration = CommandDeclaration(
        "rules", summary: "List the rules, or show one.",
        details: """
            Without a pattern every rule; with one, those whose id or number it matches ('otlp/*', 'ZIP2-0*'); with the id \
            or number of one rule what it asks, why, who says so, a good and a bad example.
            """,
        options: [form.declaration],
        positionals: [PositionalDeclaration("GLOB", .optional, help: "An id, a number, or a pattern.")],
        examples: [
            .init("harness rules 'zipkin-v2/*'", "the rules of one format"),
            .init("harness rules ZIP2-002", "everything about one row of the catalogue"),
        ],
        statuses: [
            .init(.conforms, "at least one rule was shown"), .init(.notJudged, "no rule has such an id or number"),
        ])

    static func run(_ arguments: Arguments) -> CommandStatus {
        let style = ConsoleStyle(.current(.output))
        guard arguments[form] == .text else {
            _ = StandardStream.output.write(RulesDocument.text)
            return .conforms
        }
        guard let pattern = arguments.positionals.first else {
            _ = StandardStream.output.write(RuleList(Catalogue.judged, Catalogue.elsewhere).text(style))
            return .conforms
        }
        let glob = Glob(pattern)
        let judged = Catalogue.judged.filter { glob.matches($0.id) || glob.matches($0.number) }
        let elsewhere = Catalogue.elsewhere.filter { glob.matches($0.id) || glob.matches($0.number) }
        guard !judged.isEmpty || !elsewhere.isEmpty else {
            let names =
                Catalogue.judged.flatMap { [$0.id, $0.number] } + Catalogue.elsewhere.flatMap { [$0.id, $0.number] }
            let hint = nearest(to: pattern, among: names).map { "; did you mean '\($0)'?" } ?? ""
            _ = StandardStream.error.write("harness rules: no rule is called '\(pattern)'\(hint)\n")
            return .notJudged
        }
        // A name, not a pattern: everything about each rule that bears it.
        let isName = !pattern.contains("*") && (judged.map(\.id) + judged.map(\.number)).contains(pattern)
        let text =
            isName
            ? judged.map { RulePage($0).text(style) }.joined(separator: "\n")
            : RuleList(judged, elsewhere).text(style)
        _ = StandardStream.output.write(text)
        return .conforms
    }
}

/// Rules as a table, and below those that recordings do not decide.
struct RuleList {
    private let judged: [RuleFacts]
    private let elsewhere: [UnjudgedRule]

    init(_ judged: [RuleFacts], _ elsewhere: [UnjudgedRule]) {
        self.judged = judged
        self.elsewhere = elsewhere
    }

    func text(_ style: ConsoleStyle) -> String {
        var text = ""
        if !judged.isEmpty {
            let rows = judged.map {
                [TonedText($0.id), TonedText($0.number), TonedText("\($0.level)"), TonedText($0.statement)]
            }
            text += TableText([.init("rule"), .init("number"), .init("level"), .init("what it asks")], rows: rows).text(
                style)
        }
        if !elsewhere.isEmpty {
            if !text.isEmpty { text += "\nNot decided by recordings:\n\n" }
            let rows = elsewhere.map {
                [TonedText($0.id), TonedText($0.number), TonedText("\($0.level)"), TonedText($0.place.words)]
            }
            text += TableText(
                [.init("rule"), .init("number"), .init("level"), .init("where it is judged")], rows: rows
            )
            .text(style)
        }
        return text
    }
}

extension UnjudgedRule.Place {
    /// `harness verify: chain/headers/context`, `nowhere yet: needs a collector that answers 503`.
    var words: String {
        switch self {
        case .verify(let claims): "harness verify: \(claims.joined(separator: ", "))"
        case .forms(let numbers): "harness check, by rules of the forms: \(numbers.joined(separator: ", "))"
        case .nowhere(let needs): "nowhere yet: needs \(needs)"
        }
    }
}

/// Everything about one rule.
struct RulePage {
    private let rule: RuleFacts

    init(_ rule: RuleFacts) { self.rule = rule }

    func text(_ style: ConsoleStyle) -> String {
        var page = ReportPage(style)
        page.line([TonedText(rule.id, .strong), TonedText("  \(rule.number), since \(rule.since)", .faint)])
        page.blank()
        page.paragraph(rule.statement, indent: 2)
        page.paragraph(rule.why, indent: 2)
        page.blank()
        page.labelled("level", "\(rule.level)", indent: 2)
        page.labelled("owner", "the \(rule.owner.rawValue)", indent: 2)
        page.labelled("says", "\(rule.reference)", indent: 2)
        if rule.condition != .none {
            page.labelled("needs", rule.condition.reason.replacing("needs ", with: ""), indent: 2)
        }
        page.labelled("good", rule.good, .good, indent: 2)
        page.labelled("bad", rule.bad, .bad, indent: 2)
        return page.text
    }
}
