import HopServer

/// What a run was asked to do: printed in the report's header and kept with the evidence.
package struct RunSettings: Sendable, Hashable {
    /// Decides every injection of our hops.
    package var seed: UInt64
    /// Factor on every configured delay; 0 turns delays off.
    package var timeScale: Double
    /// Requests of the main phase.
    package var requests: Int
    /// Requests under way at once in the main phase.
    package var concurrency: Int
    /// Requests of each probe phase: denied, and without context.
    package var probes: Int
    /// The context formats that the client writes, by their `OTEL_PROPAGATORS` names; empty with `--context none`.
    package var contexts: [String]
    /// What the client decides in the main phase.
    package var sampled: SampledOption
    /// Our hops got the seed; without it their injections cannot be predicted.
    package var isSeeded: Bool
    /// Services that may stand between two hops of the chain (`--allow-service`).
    package var allowedServices: [String]
    /// The collector is stalled, then taken away, in a phase of its own.
    package var testsIndependence: Bool
    /// The forms in which our hops export every span; most claims judge the first, which says most.
    package var exportForms: [ExportForm]

    package init(
        seed: UInt64, timeScale: Double = 1, requests: Int = 200, concurrency: Int = 32, probes: Int = 8,
        contexts: [String] = ["b3multi", "tracecontext"], sampled: SampledOption = .accept, isSeeded: Bool = true,
        allowedServices: [String] = [], testsIndependence: Bool = true, exportForms: [ExportForm] = [.zipkinV2]
    ) {
        self.seed = seed
        self.timeScale = timeScale
        self.requests = requests
        self.concurrency = concurrency
        self.probes = probes
        self.contexts = contexts
        self.sampled = sampled
        self.isSeeded = isSeeded
        self.allowedServices = allowedServices
        self.testsIndependence = testsIndependence
        self.exportForms = exportForms
    }
}

extension RunSettings {
    /// The form whose spans are judged by every claim.
    package var judgedForm: ExportForm { exportForms.first ?? .zipkinV2 }
}

/// `--sampled`: what the client's context headers say in the main phase.
package enum SampledOption: String, Sendable, Hashable, CaseIterable {
    case accept = "1"
    case deny = "0"
    case debug = "d"
    case `defer` = "defer"
}
