import Harness
import HopServer
import TraceModel
import TraceTestSupport

/// Synthesises the evidence of a run over a chain of hops, without a socket: what the taps, the collector and the hops
/// would have said, had every hop done what its configuration, the seed and its faults decide.
///
/// It is written from the specification of the hop, not from the code that judges.
struct EvidenceBuilder {
    var chain: ChainTopology
    var settings: RunSettings
    /// Faults by hop, as `--fault` takes them.
    var faults: [Int: [String]] = [:]
    /// Hops that another program stands in for.
    var foreign: [Int: ForeignStyle] = [:]
    /// A proxy at a hop, by its service name: its span stands before the SERVER span and behind the CLIENT span.
    var sidecars: [Int: String] = [:]
    /// From this request on, the hop is dead.
    var death: (hop: Int, request: Int)?
    /// The requests whose entry calls the next hop two times.
    var retried: Set<Int> = []
    /// Every n-th request meets a machine that is busy for so long, which the heartbeat sees too.
    var stall: (every: Int, nanoseconds: Int64)?
    var traceIDWidth: TraceIDWidth = .bits128
    /// Requests of each of the two phases without a collector.
    var outageRequests = 6
    /// The arrival of exports is shuffled, as datagrams may.
    var shufflesExports = false

    /// How a program that is not ours differs.
    struct ForeignStyle {
        /// B3: the SERVER span takes the id of the caller's CLIENT span.
        var sharesSpanIDs = false
        var speaks = ["b3multi"]
    }

    init(chain: ChainTopology, settings: RunSettings = RunSettings(seed: 42)) {
        self.chain = chain
        self.settings = settings
    }

    /// The chain of `fixtures/abc`.
    static func abc(_ settings: RunSettings = RunSettings(seed: 42)) throws -> EvidenceBuilder {
        let files = try Fixtures.files(in: "abc", withExtension: "yaml")
        let fixture = try ChainFixture(files: files.map { ($0, try Fixtures.bytes($0)) })
        let hops = fixture.hops.map(\.configuration).map { configuration in
            ChainHop(
                name: configuration.server.name,
                delay: configuration.traffic.delay.flatMap { $0.isEnabled ? $0 : nil },
                error: configuration.traffic.error.flatMap { $0.isEnabled ? $0 : nil },
                tags: configuration.tracing.tags)
        }
        return EvidenceBuilder(chain: ChainTopology(hops: hops), settings: settings)
    }

    func with(_ change: (inout EvidenceBuilder) -> Void) -> EvidenceBuilder {
        var copy = self
        change(&copy)
        for (hop, style) in copy.foreign {
            copy.chain.hops[hop].isForeign = true
            copy.chain.hops[hop].speaks = style.speaks
        }
        return copy
    }

    func build() throws -> RunEvidence {
        var run = try SyntheticRun(self)
        run.sendPhase(.main, count: settings.requests, isConcurrent: true)
        run.sendPhase(.denied, count: settings.probes)
        run.sendPhase(.contextless, count: settings.probes)
        if settings.testsIndependence {
            run.sendPhase(.stalled, count: outageRequests)
            run.sendPhase(.gone, count: outageRequests)
        }
        return run.evidence()
    }

    func analysis() throws -> RunAnalysis { RunAnalysis(try build()) }
}
