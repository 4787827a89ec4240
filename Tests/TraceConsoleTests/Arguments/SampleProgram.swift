import TraceConsole

/// A program with an option of every kind.
enum SampleProgram {
    enum Format: String, CaseIterable {
        case text
        case json
    }

    static let chain = CommandOption<String>.required(
        "chain", placeholder: "DIR", help: "Where the chain is configured.")
    static let requests = CommandOption<Int>.integer(
        "requests", in: 1...1_000_000, default: 200, help: "Requests of the main phase.")
    static let scale = CommandOption<Double>.number(
        "time-scale", in: 0...1000, default: 1, help: "Factor for all configured delays; 0 leaves them out.")
    static let wait = CommandOption<Duration>.duration(
        "wait", in: .zero ... .seconds(600), default: .seconds(10),
        help: "How long to wait for missing spans after the last answer.")
    static let seed = CommandOption<UInt64?>.seed("seed", help: "Repeats the random choices of a run.")
    static let format = CommandOption<Format>.choice(
        "format", placeholder: "NAME", default: .text, help: "Form of the report.")
    static let only = CommandOption<[String]>.repeated(
        "only", placeholder: "GLOB", help: "Judge only the claims whose id matches.")
    static let output = CommandOption<String?>.text("output", placeholder: "DIR", help: "Keep the run.")
    static let list = CommandOption<Bool>.flag("list", help: "Name the claims and end.")

    static let verify = CommandDeclaration(
        "verify", summary: "Judges a chain of services by the traces that it makes.",
        options: [
            chain.declaration, requests.declaration, scale.declaration, wait.declaration, seed.declaration,
            format.declaration, only.declaration, output.declaration, list.declaration,
        ],
        positionals: [PositionalDeclaration("NOTE", .optional, help: "Printed at the head of the report.")],
        examples: [.init("harness verify --chain fixtures/abc --seed 7", "Repeats the run with the seed 7.")])
    static let judge = CommandDeclaration(
        "judge", summary: "Judges payloads in files, each on its own, and reports what their senders did wrong.",
        positionals: [
            PositionalDeclaration("FORMAT", help: "The wire format."),
            PositionalDeclaration("FILE", .many, help: "The payloads."),
        ])
    static let hop = CommandDeclaration("hop", summary: "For the harness itself.", isHidden: true)

    static let program = ProgramDeclaration(
        name: "harness", version: "1.2.3", summary: "Tests what tracing exporters send.", verbs: [verify, judge, hop])
}
