import HopServer
import TraceConsole
import TracePlatform

/// What a person sees on stderr while a run goes on.
struct RunProgress: Sendable {
    private let line: ProgressLine
    private let chain: ChainFixture
    private let options: VerifyOptions
    private let answered = Locked(0)

    init(_ chain: ChainFixture, _ options: VerifyOptions) {
        self.chain = chain
        self.options = options
        line = ProgressLine(ProgressText.Mode(.current(.error)))
    }

    func begin() {
        let seconds = expectedSeconds
        if seconds >= 2 { line.note("\(chain.summary): this takes about \(Int(seconds.rounded(.up))) s") }
        line.show("starting \(chain.hops.count) hops")
    }

    func finish() { line.finish() }

    var observer: RunObserver {
        RunObserver(
            onNote: { note in
                switch note {
                case .hopsReady: line.show("\(chain.hops.count) hops are ready")
                case .spansMissing(let text): line.note("spans are missing after \(options.waitSeconds) s: \(text)")
                case .ending: line.show("ending the hops")
                }
            },
            onAnswer: {
                let count = answered.withLock { count in
                    count += 1
                    return count
                }
                line.show("\(count) of \(options.settings.requests) requests answered")
            })
    }

    /// The mean delay of a request, shared by those that are under way together, and the single ones after them.
    private var expectedSeconds: Double {
        let delays = chain.hops.compactMap(\.configuration.traffic.delay).filter(\.isEnabled)
        let mean =
            delays.reduce(0) { $0 + $1.rate / 100 * ($1.fromSeconds + $1.toSeconds) / 2 } * options.settings.timeScale
        let settings = options.settings
        let begun = options.requestsPerSecond.map { Double(settings.requests) / $0 } ?? 0
        let main = max(begun, Double(settings.requests) * mean / Double(min(settings.concurrency, settings.requests)))
        // The last requests of the main phase wait for their own delays.
        let tail = delays.map(\.toSeconds).max().map { $0 * settings.timeScale } ?? 0
        return main + tail + Double(2 * settings.probes) * mean
    }
}
