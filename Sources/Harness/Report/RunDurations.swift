import TraceConsole

/// How long the parts of a run took, in nanoseconds; a part that was not measured is nil (a kept run that is judged
/// again spawns nothing).
package struct RunDurations: Sendable, Hashable {
    /// Until the last hop was ready.
    package var spawn: Int64?
    /// From the first request to the last answer.
    package var traffic: Int64?
    /// From the last answer until the evidence was complete.
    package var waiting: Int64?
    package var judging: Int64?
    package var total: Int64?

    package init(
        spawn: Int64? = nil, traffic: Int64? = nil, waiting: Int64? = nil, judging: Int64? = nil, total: Int64? = nil
    ) {
        self.spawn = spawn
        self.traffic = traffic
        self.waiting = waiting
        self.judging = judging
        self.total = total
    }

    /// The measured parts in the order of a run, under the names that reports use.
    package var parts: [(name: String, nanoseconds: Int64)] {
        [("spawn", spawn), ("traffic", traffic), ("waiting", waiting), ("judging", judging)]
            .compactMap { name, value in value.map { (name, $0) } }
    }
}

/// What was lost or repeated on the way: nothing goes missing in silence.
package struct RunCounts: Sendable, Hashable {
    /// Spans that hops say they dropped.
    package var droppedSpans: Int
    /// Spans that hops lost in the phases without a collector, as they had to; none of ``droppedSpans``.
    package var spansWithoutCollector = 0
    /// Payloads whose bytes the collector could not keep.
    package var evictedPayloads: Int
    /// Requests that got no answer.
    package var unansweredRequests: Int
    /// Calls that were tried again.
    package var retries: Int

    package init(droppedSpans: Int = 0, evictedPayloads: Int = 0, unansweredRequests: Int = 0, retries: Int = 0) {
        self.droppedSpans = droppedSpans
        self.evictedPayloads = evictedPayloads
        self.unansweredRequests = unansweredRequests
        self.retries = retries
    }

    /// What the evidence itself tells; evictions and retries are the caller's to add.
    package init(countedIn evidence: RunEvidence, evictedPayloads: Int = 0, retries: Int = 0) {
        self.init(
            droppedSpans: evidence.hopEnds.compactMap(\.account?.dropped).reduce(0, +),
            evictedPayloads: evictedPayloads,
            unansweredRequests: evidence.requests.count { $0.status == nil }, retries: retries)
    }

    /// Everything that is not zero, in words: `12 spans dropped by hops`.
    package var remarks: [String] {
        [
            (droppedSpans, "dropped by hops", "span"), (evictedPayloads, "no longer kept", "payload"),
            (unansweredRequests, "without answer", "request"), (retries, "made again", "call"),
        ].compactMap { count, what, noun in count == 0 ? nil : "\(counted(count, noun)) \(what)" }
    }
}
