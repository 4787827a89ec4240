import TraceConsole
import TraceRules

/// The options that every verb shares which judges by the rules of the catalogue.
enum RuleArguments {
    static let only = CommandOption.repeated(
        "only", placeholder: "GLOB", help: "Judge these rules alone, by id or number: 'otlp/span-id', ZIP2-002.")
    static let skip = CommandOption.repeated("skip", placeholder: "GLOB", help: "Leave these rules out.")
    static let level = CommandOption.choice(
        "level", placeholder: "LEVEL", default: LevelOption.warning, help: "Leave rules below this level out.")
    static let owner = CommandOption.repeated(
        "owner", placeholder: "OWNER",
        help: "Judge what this one can mend: \(RuleOwner.allCases.map(\.rawValue).joined(separator: ", ")).")
    static let failOn = CommandOption.choice(
        "fail-on", placeholder: "LEVEL", default: LevelOption.must, help: "The least level that fails the run.")
    static let knownFailing = CommandOption.text(
        "known-failing", placeholder: "FILE",
        help: "Rules that are known to be broken, one a line; one that is kept fails the run.")
    static let catalogue = CommandOption.text(
        "catalogue", placeholder: "VERSION", help: "Judge by this version of the set of rules, such as 1.0.")
    static let complete = CommandOption.flag(
        "complete", help: "Everything that belongs to the traces is there: judge whole traces too.")
    static let maxBody = CommandOption.integer(
        "max-body", placeholder: "BYTES", in: 1...(.max), default: 64 << 20,
        help: "The most that a body may have when it is decompressed.")
    static let format = CommandOption.choice(
        "format", placeholder: "FORM", default: CheckForm.text, help: "The form of the report.")
    static let output = CommandOption.text(
        "output", placeholder: "FILE", help: "Write the report there in place of stdout.")
    static let all = CommandOption.flag("all", help: "List the rules that were kept or not judged, too.")

    static let declarations = [
        only.declaration, skip.declaration, level.declaration, owner.declaration, failOn.declaration,
        knownFailing.declaration, catalogue.declaration, complete.declaration, maxBody.declaration, format.declaration,
        output.declaration,
        all.declaration,
    ]

    enum LevelOption: String, CaseIterable, Sendable {
        case must, should, warning

        var level: RequirementLevel {
            switch self {
            case .must: .must
            case .should: .should
            case .warning: .warning
            }
        }
    }

    enum CheckForm: String, CaseIterable, Sendable {
        case text, json, junit, github
    }
}
