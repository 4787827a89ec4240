import TraceConsole
import TraceModel

/// What a collector has received, in a few lines: what every command that ran one prints at its end.
public struct CollectorSummary: Sendable, Hashable, CustomStringConvertible {
    public let counters: CollectorCounters
    public let traceCount: Int
    /// The first five requests that were not taken: `request 7 at zipkin: 400: Expected a JSON_V2 encoded list`.
    public let firstRefusals: [String]

    private static let refusalsShown = 5

    init(of recording: Recording) {
        counters = recording.counters
        traceCount = recording.store.traceCount
        firstRefusals = recording.requests.lazy
            .compactMap { request in
                request.refusal.map { "request \(request.number) at \(request.receiver.label): \($0)" }
            }
            .prefix(Self.refusalsShown).map { $0 }
    }

    /// Without an end of line; text that senders wrote is escaped for terminals.
    ///
    ///     3 requests: 2 accepted with 5 spans, 1 refused
    ///     2 traces
    ///     request 1 at zipkin: 400: Expected a JSON_V2 encoded list
    public var description: String {
        var lines = [counts, counted(traceCount, "trace")] + firstRefusals
        let untold = counters.refused + counters.malformed - firstRefusals.count
        if untold > 0 { lines.append("and \(untold) more") }
        return lines.map(\.escapedForTerminal).joined(separator: "\n")
    }

    /// `3 requests: 2 accepted with 5 spans, 1 refused (request 1 at zipkin: 400: …)`.
    var sentence: String { counts + (firstRefusals.first.map { " (\($0))" } ?? "") }

    var counts: String {
        let parts = [
            counters.accepted > 0 ? "\(counters.accepted) accepted with \(counted(counters.spans, "span"))" : nil,
            part(counters.refused, "refused"), part(counters.malformed, "malformed"),
            part(counters.incomplete, "incomplete"), part(counters.unanswered, "unanswered"),
            part(counters.scripted, "answered by script"), part(counters.dropped, "dropped at a limit"),
        ].compactMap { $0 }
        return counted(counters.requests, "request") + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    private func part(_ number: Int, _ name: String) -> String? { number > 0 ? "\(number) \(name)" : nil }
}
