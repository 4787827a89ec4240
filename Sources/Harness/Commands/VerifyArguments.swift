import HopServer
import TraceConsole
import TraceRules

/// The options of `harness verify`.
enum VerifyArguments {
    static let chain = CommandOption.text(
        "chain", placeholder: "DIR", help: "The folder with the hops' config-*.yaml files.")
    static let from = CommandOption.text(
        "from", placeholder: "DIR", help: "Judge a kept run again instead of running a chain.")
    static let requests = CommandOption.integer(
        "requests", in: 1...1_000_000, default: 200, help: "Requests of the main phase.")
    static let concurrency = CommandOption.integer(
        "concurrency", in: 1...1024, default: 32, help: "Requests under way at once.")
    static let rate = CommandOption.number(
        "rps", in: 0...1_000_000, default: 0, help: "Requests begun in a second; 0 for as fast as they go.")
    static let probes = CommandOption.integer(
        "probes", in: 0...1000, default: 8,
        help: "Requests that deny sampling, and again without context; 0 leaves them out.")
    static let context = CommandOption.text(
        "context", placeholder: "LIST", default: "b3multi,tracecontext",
        help: "The context formats of the requests: tracecontext, b3multi, b3, or none.")
    static let sampled = CommandOption.choice(
        "sampled", placeholder: "DECISION", default: SampledOption.accept,
        help: "The sampling decision of the main phase.")
    static let seed = CommandOption.seed(
        "seed", help: "Repeats the ids and injections of an earlier run; random without it.")
    static let unseeded = CommandOption.flag(
        "unseeded", help: "Give the hops no seed: rates are then judged by their numbers alone.")
    static let timeScale = CommandOption.number(
        "time-scale", in: 0...1000, default: 1, help: "Factor on every delay; 0 turns delays off.")
    static let wait = CommandOption.number(
        "wait", in: 0...3600, default: 10, help: "Seconds past the last answer that spans may take.")
    static let ready = CommandOption.number(
        "ready", in: 0.1...3600, default: 10, help: "Seconds that a hop may take until it serves.")
    static let hop = CommandOption.repeated(
        "hop", placeholder: "NAME=COMMAND",
        help: "Run COMMAND in place of a hop; it may use {config} {port} {upstream} {collector}.")
    static let fault = CommandOption.repeated(
        "fault", placeholder: "NAME:ID", help: "Make a hop of ours wrong in one way (hop-server --fault list).")
    static let allowService = CommandOption.repeated(
        "allow-service", placeholder: "NAME", help: "A service that may stand between the hops.")
    static let export = CommandOption.text(
        "export", placeholder: "FORM", default: ExportForm.zipkinV2.rawValue,
        help: "The form of the hops' exports: \(ExportForm.wire.map(\.rawValue).joined(separator: ", ")), or all.")
    static let only = CommandOption.repeated("only", placeholder: "GLOB", help: "Judge these claims alone.")
    static let skip = CommandOption.repeated("skip", placeholder: "GLOB", help: "Leave these claims out.")
    static let knownFailing = CommandOption.text(
        "known-failing", placeholder: "FILE",
        help: "Claims that are known to fail, one a line; one that holds fails the run.")
    static let format = CommandOption.choice(
        "format", placeholder: "FORM", default: ReportForm.text, help: "What is printed: text, or JSON lines.")
    static let junit = CommandOption.text("junit", placeholder: "FILE", help: "Also write a JUnit report.")
    static let output = CommandOption.text(
        "output", placeholder: "DIR", help: "Keep the run: raw payloads, calls, configurations, logs.")
    static let check = CommandOption.flag(
        "check", help: "Judge every payload by the rules of the catalogue, too (harness rules).")
    static let list = CommandOption.flag("list", help: "List the claims and end.")

    enum ReportForm: String, CaseIterable, Sendable {
        case text
        case json
    }

    static let declaration = CommandDeclaration(
        "verify", summary: "Run a chain of hops and judge what it exported.",
        details: """
            Starts a collector, a tap before every hop, and the hops of DIR; sends requests with known trace ids; waits until \
            every span has arrived; and judges linkage, tags, delays, errors and headers on the wire.
            """,
        options: [
            chain.declaration, from.declaration, requests.declaration, concurrency.declaration, rate.declaration,
            probes.declaration,
            context.declaration, sampled.declaration, seed.declaration, unseeded.declaration, timeScale.declaration,
            wait.declaration, ready.declaration,
            export.declaration, hop.declaration, fault.declaration, allowService.declaration, only.declaration,
            skip.declaration,
            knownFailing.declaration,
            format.declaration, junit.declaration, output.declaration, check.declaration, list.declaration,
        ],
        examples: [
            .init("harness verify --chain fixtures/abc", "the whole judgement"),
            .init(
                "harness verify --chain fixtures/abc --time-scale 0 --only 'linkage/*'", "quick, and one subject alone"),
        ])

    /// Patterns may leave the `chain/` of all claims out.
    static func globs(_ texts: [String]) -> [Glob] {
        texts.map { text in
            let isWhole = text == "chain" || text.hasPrefix("chain/") || text.hasPrefix("**")
            return Glob(isWhole ? text : "chain/" + text)
        }
    }
}
