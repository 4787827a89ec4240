import TraceCatalogue
import TraceRules

/// `docs/RULES.md`: every rule, made from the code.
package enum RulesDocument {
    package static var text: String {
        """
        # The rules

        Made from the code by `make rules-doc`; version \(Catalogue.version) of the set. `harness rules ID` shows one, \
        `harness check` judges by them.

        **must**: a specification says so, or the data cannot be read otherwise. **should**: a specification recommends it.
        **warning**: quality, or the habit of one implementation. The number is the rule's row in the catalogue.

        \(groups.map(section).joined(separator: "\n"))
        ## Not decided by recordings

        | rule | number | level | what it asks | where it is judged |
        | --- | --- | --- | --- | --- |
        \(Catalogue.elsewhere.map(row).joined(separator: "\n"))

        """
    }

    /// The rules by the first part of their ids, in the order of the catalogue.
    private static var groups: [(name: String, rules: [RuleFacts])] {
        var groups: [(name: String, rules: [RuleFacts])] = []
        for rule in Catalogue.judged {
            let name = String(rule.id.prefix { $0 != "/" })
            if let place = groups.firstIndex(where: { $0.name == name }) {
                groups[place].rules.append(rule)
            } else {
                groups.append((name, [rule]))
            }
        }
        return groups
    }

    private static func section(_ group: (name: String, rules: [RuleFacts])) -> String {
        "## \(group.name)\n\n" + group.rules.map(entry).joined(separator: "\n")
    }

    private static func entry(_ rule: RuleFacts) -> String {
        var lines = [
            "### `\(rule.id)`", "",
            "**\(rule.level)**, \(rule.number), for the \(rule.owner.rawValue) to mend. \(rule.statement)",
            rule.why, "",
            "- Who says so: \(rule.reference)",
        ]
        if rule.condition != .none { lines.append("- Judged only where possible: \(rule.condition.reason)") }
        lines += ["- Good: \(code(rule.good))", "- Bad: \(code(rule.bad))", ""]
        return lines.joined(separator: "\n")
    }

    private static func row(_ rule: UnjudgedRule) -> String {
        let cells = [
            "`\(rule.id)`", rule.number, "\(rule.level)", rule.statement, rule.place.words,
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    /// A span of code in which backquotes stand for themselves (CommonMark section 6.1).
    private static func code(_ text: String) -> String { text.contains("`") ? "`` \(text) ``" : "`\(text)`" }
}
