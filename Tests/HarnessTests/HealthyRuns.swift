import Harness
import HopServer
import TraceModel
import Testing

/// A run in which every hop is right, with the claims that it does not hold and why.
struct HealthyRun: CustomTestStringConvertible {
    let name: String
    /// The claims that its options rule out, with the reason.
    let inapplicable: [String: String]
    /// The claims that it is too thin for, with the reason.
    let unjudged: [String: String]
    private let settings: RunSettings
    private let change: @Sendable (inout EvidenceBuilder) -> Void

    var testDescription: String { name }

    init(
        _ name: String, _ settings: RunSettings = RunSettings(seed: 42), inapplicable: [String: String] = [:],
        unjudged: [String: String] = [:],
        change: @escaping @Sendable (inout EvidenceBuilder) -> Void = { _ in }
    ) {
        self.name = name
        self.settings = settings
        self.inapplicable =
            settings.exportForms.count > 1
            ? inapplicable : inapplicable.merging(Self.oneForm) { reason, _ in reason }
        self.unjudged = unjudged
        self.change = change
    }

    private static let oneForm = [
        "chain/formats/equivalent": "spans are exported in one form (--export all compares all)"
    ]

    func build() throws -> EvidenceBuilder { try EvidenceBuilder.abc(settings).with(change) }

    static let all: [HealthyRun] = options + shapes + circumstances + thin

    static let options: [HealthyRun] = [
        HealthyRun("the main job"),
        HealthyRun("--export all", RunSettings(seed: 42, exportForms: ExportForm.together)),
        HealthyRun(
            "one request, no probes", RunSettings(seed: 42, requests: 1, probes: 0),
            inapplicable: [
                "chain/names/stable": "one request has nothing to be compared with",
                "chain/sampling/honoured": "no request denied sampling", "chain/delay/bounds": "no delay struck",
                "chain/error/code": "no error struck",
            ]),
        HealthyRun("no probes", RunSettings(seed: 42, probes: 0), inapplicable: denied),
        HealthyRun(
            "no outage", RunSettings(seed: 42, testsIndependence: false),
            inapplicable: [
                "chain/collector/independent": "the phase without a collector was left out"
            ]),
        HealthyRun(
            "--time-scale 0", RunSettings(seed: 42, timeScale: 0),
            inapplicable: [
                "chain/delay/bounds": "--time-scale 0 turns delays off",
                "chain/delay/rate": "--time-scale 0 turns delays off",
            ]),
        HealthyRun("--context none", RunSettings(seed: 42, contexts: [])),
        HealthyRun("--context b3", RunSettings(seed: 42, contexts: ["b3"])),
        HealthyRun("--context tracecontext", RunSettings(seed: 42, contexts: ["tracecontext"])),
        HealthyRun("--sampled d", RunSettings(seed: 42, sampled: .debug)),
        HealthyRun("--sampled defer", RunSettings(seed: 42, sampled: .defer)),
        HealthyRun("--sampled 0", RunSettings(seed: 42, sampled: .deny)),
        HealthyRun("--unseeded", RunSettings(seed: 42, isSeeded: false)),
    ]

    static let shapes: [HealthyRun] = [
        HealthyRun("one hop", inapplicable: oneHop) { $0.chain.hops.removeLast(2) },
        HealthyRun(
            "one hop without blocks, no context", RunSettings(seed: 42, contexts: []),
            inapplicable: oneHop.merging(bare) { $1 }.merging([
                "chain/linkage/edge-parent": "one hop, and no request that is recorded carries a context"
            ]) { $1 }
        ) { builder in
            builder.chain.hops.removeLast(2)
            builder.strip()
        },
        HealthyRun("no tags, no delays, no errors", inapplicable: bare) { $0.strip() },
        HealthyRun("tags on one hop", RunSettings(seed: 7)) { builder in
            builder.chain.hops[0].tags = []
            builder.chain.hops[2].tags = []
        },
        HealthyRun("every request delayed and failing", RunSettings(seed: 42, requests: 20)) { builder in
            for hop in builder.chain.hops.indices {
                builder.chain.hops[hop].delay?.rate = 100
                builder.chain.hops[hop].error?.rate = 100
                builder.chain.hops[hop].error?.code = 503
            }
        },
    ]

    static let circumstances: [HealthyRun] = [
        HealthyRun("64-bit trace ids") { $0.traceIDWidth = .bits64 },
        HealthyRun("exports out of order") { $0.shufflesExports = true },
        HealthyRun("a busy machine") { $0.stall = (every: 7, nanoseconds: 80_000_000) },
        // No delay of 1 to 3 s stands out from lags of 2 s, but half of the calls without one are short.
        HealthyRun("a very busy machine") { $0.stall = (every: 2, nanoseconds: 2_000_000_000) },
        // Here all calls are long, and `delay` spans alone tell which of them slept.
        HealthyRun("a machine that is busy all the time") { $0.stall = (every: 1, nanoseconds: 2_000_000_000) },
        HealthyRun("calls repeated with spans of their own") { $0.retried = [3, 17, 40] },
        HealthyRun(
            "proxies before and behind a hop", RunSettings(seed: 42, allowedServices: ["Envoy"])
        ) { builder in
            builder.foreign = [1: .init(speaks: ["b3multi", "tracecontext"])]
            builder.sidecars = [1: "envoy"]
        },
        HealthyRun("another program with shared span ids") { $0.foreign = [1: .init(sharesSpanIDs: true)] },
        HealthyRun("an entry with shared span ids") { $0.foreign = [0: .init(sharesSpanIDs: true)] },
        HealthyRun("an end with shared span ids") { $0.foreign = [2: .init(sharesSpanIDs: true)] },
        HealthyRun("another program that speaks b3 alone") { $0.foreign = [1: .init(speaks: ["b3"])] },
        HealthyRun("another program that speaks tracecontext alone") {
            $0.foreign = [0: .init(speaks: ["tracecontext"]), 1: .init(speaks: ["tracecontext"])]
        },
    ]

    /// Where evidence is too thin to tell a right hop from a wrong one, silence is no pass.
    static let thin: [HealthyRun] = [
        HealthyRun(
            "too few calls of another program", RunSettings(seed: 42, requests: 40),
            unjudged: [
                "chain/delay/rate": "56 calls of app-b are too few to tell 10 %; 186 are needed",
                "chain/error/rate": "56 calls of app-b are too few to tell 10 %; 186 are needed",
            ]
        ) { $0.foreign = [1: .init()] },
        HealthyRun(
            "too few calls without a seed", RunSettings(seed: 42, requests: 40, isSeeded: false),
            unjudged: [
                "chain/delay/rate": "56 calls of app-a are too few to tell 10 %; 186 are needed, and 2 more",
                "chain/error/rate": "56 calls of app-a are too few to tell 10 %; 186 are needed, and 2 more",
            ]),
        HealthyRun(
            "another program on a machine that is busy all the time",
            unjudged: [
                "chain/delay/rate": "on a machine this busy, 0 to 216 of 216 calls of app-b may have been struck"
            ]
        ) { builder in
            builder.foreign = [1: .init()]
            builder.stall = (every: 1, nanoseconds: 2_000_000_000)
        },
    ]

    private static let denied = ["chain/sampling/honoured": "no request denied sampling"]
    private static let bare = [
        "chain/delay/bounds": "no hop delays", "chain/delay/rate": "no hop delays",
        "chain/error/rate": "no hop injects errors", "chain/error/code": "no hop injects errors",
        "chain/tags/configured": "no hop has tags configured",
    ]
    private static let oneHop = [
        "chain/headers/well-formed": "a chain of one hop makes no calls",
        "chain/headers/context": "a chain of one hop makes no calls",
        "chain/headers/propagated": "a chain of one hop makes no calls",
    ]
}

extension EvidenceBuilder {
    fileprivate mutating func strip() {
        for hop in chain.hops.indices {
            chain.hops[hop].delay = nil
            chain.hops[hop].error = nil
            chain.hops[hop].tags = []
        }
    }
}
