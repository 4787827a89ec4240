import HopServer
import TraceModel

/// Everything that a run observed, and all that claims judge: plain values, kept on disk and judged again at will.
package struct RunEvidence: Sendable {
    package var settings: RunSettings
    package var chain: ChainTopology
    /// In the order of their numbers.
    package var requests: [SentRequest]
    /// What the taps recorded, in the order of arrival over all edges.
    package var exchanges: [Exchange]
    /// What the collector received, in the order of arrival.
    package var exports: [ExportRecord]
    /// One for every hop of the chain, in its order.
    package var hopEnds: [HopEnd]
    /// How late the harness's own event loop was, so that a slow machine is not taken for a slow hop.
    package var lags: LoopLags
    /// The first request was sent then.
    package var started: Timestamp
    /// Every child had exited and every collector socket was drained then.
    package var ended: Timestamp

    package init(
        settings: RunSettings, chain: ChainTopology, requests: [SentRequest], exchanges: [Exchange],
        exports: [ExportRecord], hopEnds: [HopEnd], lags: LoopLags, started: Timestamp, ended: Timestamp
    ) {
        self.settings = settings
        self.chain = chain
        self.requests = requests
        self.exchanges = exchanges
        self.exports = exports
        self.hopEnds = hopEnds
        self.lags = lags
        self.started = started
        self.ended = ended
    }
}

extension RunEvidence {
    /// What came in the form that is judged; the others are compared with it.
    package var judgedExports: [ExportRecord] { exports(in: settings.judgedForm) }

    package func exports(in form: ExportForm) -> [ExportRecord] { exports.filter { $0.channel == form.rawValue } }
}

/// A reading of both clocks at one moment: the wall clock compares across processes, the monotonic one measures.
package struct ClockStamp: Sendable, Hashable {
    package var wall: Timestamp
    /// Nanoseconds of the harness's monotonic clock; its zero means nothing.
    package var monotonic: Int64

    package init(wall: Timestamp, monotonic: Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// Monotonic nanoseconds from `earlier` to this stamp.
    package func nanoseconds(since earlier: ClockStamp) -> Int64 { monotonic - earlier.monotonic }
}
