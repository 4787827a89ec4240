import TraceConsole
import TraceModel

/// What a collector has received, in a few lines: what every command that ran one prints at its end.
public struct CollectorSummary: Sendable, Hashable, CustomStringConvertible {
    /// Of all receivers together.
    public let counters: CollectorCounters
    public let traceCount: Int
    /// Of each label at which something came, in alphabetical order.
    public let labels: [Label]
    /// What the network did to datagrams, by receiver.
    public let datagrams: [DatagramCounters]
    /// The first five requests that were not taken, with the beginning of what they brought:
    /// `request 7 at zipkin: 400: Expected a JSON_V2 encoded list, begins with "{}"`.
    public let firstRefusals: [String]

    /// What the receivers of one label have seen.
    public struct Label: Sendable, Hashable {
        public let name: String
        public let counters: CollectorCounters
    }

    init(of recording: Recording, _ datagrams: [DatagramCounters]) {
        counters = recording.counters
        traceCount = recording.traceCount
        labels = recording.countersByLabel.entries.map { Label(name: $0.label, counters: $0.counters) }
            .sorted { $0.name < $1.name }
        self.datagrams = datagrams
        firstRefusals = recording.firstRefusals
    }

    /// Without an end of line; text that senders wrote is escaped for terminals.
    ///
    ///     3 requests: 2 accepted with 5 spans, 1 refused
    ///     2 traces
    ///     jaeger-compact: 1 request: 1 accepted with 2 spans
    ///     zipkin: 2 requests: 1 accepted with 3 spans, 1 refused
    ///     jaeger-compact: 12 datagrams dropped by the system, whose receive buffer of 8 MiB was full
    ///     request 1 at zipkin: 400: Expected a JSON_V2 encoded list, begins with "{}"
    public var description: String {
        var lines = [counters.text, counted(traceCount, "trace") + evicted]
        if labels.count > 1 { lines += labels.map { "\($0.name): \($0.counters.text)" } }
        lines += datagrams.flatMap(\.losses) + firstRefusals
        let untold = counters.refused + counters.malformed - firstRefusals.count
        if untold > 0 { lines.append("and \(untold) more") }
        return lines.map(\.escapedForTerminal).joined(separator: "\n")
    }

    /// `3 requests: 2 accepted with 5 spans, 1 refused (request 1 at zipkin: 400: …)`.
    var sentence: String { counters.text + (firstRefusals.first.map { " (\($0))" } ?? "") }

    private var evicted: String {
        guard counters.evictedTraces + counters.evictedRequests > 0 else { return "" }
        return "; evicted to make room: \(counted(counters.evictedTraces, "trace")) with"
            + " \(counted(counters.evictedSpans, "span")), bytes of \(counted(counters.evictedRequests, "request"))"
    }
}

extension CollectorCounters {
    /// `3 requests: 2 accepted with 5 spans, 1 refused`.
    var text: String {
        let parts = [
            accepted > 0 ? "\(accepted) accepted with \(counted(spans, "span"))" : nil,
            part(refused, "refused"), part(malformed, "malformed"), part(incomplete, "incomplete"),
            part(unanswered, "unanswered"), part(scripted, "answered by script"), part(dropped, "dropped at a limit"),
        ].compactMap { $0 }
        return counted(requests, "request") + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    private func part(_ number: Int, _ name: String) -> String? { number > 0 ? "\(number) \(name)" : nil }
}

extension DatagramCounters {
    /// A line for each kind of loss that there was.
    package var losses: [String] {
        var lines: [String] = []
        if let droppedByKernel, droppedByKernel > 0 {
            lines.append(
                "\(receiver.label): \(counted(droppedByKernel, "datagram")) dropped by the system, whose receive buffer of"
                    + " \(ByteText.spell(receiveBufferBytes)) was full")
        }
        if refused > 0 {
            lines.append(
                "\(receiver.label): \(counted(refused, "datagram")) thrown away, since too many waited to be decoded")
        }
        if droppedByKernel == nil, received > 0 {
            lines.append("\(receiver.label): how many datagrams the system dropped is not known here")
        }
        return lines
    }
}
