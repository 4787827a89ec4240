import FakeCollector
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// The collector of a run: one receiver for each hop, so that who exported a span is known from where it came in.
final class RunCollector: Sendable {
    /// By hop.
    let ports: [UInt16]
    private let collector: Collector
    private let loop: EventLoop
    private let labels: [String]

    static func open(hops: [String], on loop: EventLoop) async throws -> RunCollector {
        let collector = try await Collector.start(on: loop, CollectorOptions(receivers: []))
        // Names of hops are unique, but the position is what evidence speaks of.
        let labels = hops.indices.map(String.init)
        var ports: [UInt16] = []
        for label in labels { ports.append(try await collector.openZipkin(label: label).port) }
        return RunCollector(collector, ports: ports, labels: labels, on: loop)
    }

    private init(_ collector: Collector, ports: [UInt16], labels: [String], on loop: EventLoop) {
        self.collector = collector
        self.ports = ports
        self.labels = labels
        self.loop = loop
    }

    /// Waits until spans of so many traces have come from each hop. nil when they have, else the numbers that have.
    /// A hop whose exports are refused is not waited for: what is refused never comes.
    func waitForTraces(_ due: [Int], by deadline: MonotonicInstant) async -> [Int]? {
        do throws(WaitTimeout) {
            let remaining = Duration.nanoseconds(max(0, deadline - loop.now()))
            try await collector.wait(until: TraceArrivals(labels: labels, due: due), within: remaining)
            return nil
        } catch {
            let contents = await collector.contents
            return labels.map { label in
                Set(contents.requests.filter { $0.receiver.label == label }.flatMap(contents.spans).map(\.traceID))
                    .count
            }
        }
    }

    /// From now on exports are taken and never answered.
    func stall() async { await collector.stall() }

    /// From now on nobody listens, and every connection is gone.
    func goAway() async { await collector.goAway() }

    /// Returns when every socket is drained and closed: nothing more can arrive.
    func close() async { await collector.stop() }

    /// Everything that was received, with the raw bytes by export number.
    func received() async -> (exports: [ExportRecord], payloads: [Int: [UInt8]]) {
        let contents = await collector.contents
        var exports: [ExportRecord] = []
        var payloads: [Int: [UInt8]] = [:]
        for request in contents.requests {
            guard let hop = Int(request.receiver.label), let result = Self.result(of: request, in: contents) else {
                continue
            }
            payloads[exports.count] = request.payload.body
            exports.append(
                ExportRecord(
                    hop: hop, number: exports.count,
                    received: ClockStamp(
                        wall: Timestamp(nanoseconds: request.payload.arrival), monotonic: request.monotonicNanoseconds),
                    form: ZipkinV2.json.name, bytes: request.payload.body.count, result: result))
        }
        return (exports, payloads)
    }

    /// nil for what carries no payload: a connection that broke inside a request.
    private static func result(of request: RecordedRequest, in contents: CollectorContents) -> ExportRecord.Result? {
        switch request.outcome {
        case .accepted: .accepted(Array(contents.spans(of: request)))
        case .unanswered: .unanswered
        case .refused(let refusal), .malformed(let refusal):
            .refused(reason: refusal.reason, status: refusal.status, excerpt: request.excerpt)
        case .incomplete, .scripted: nil
        }
    }
}

/// Spans of enough traces have come from every hop.
private struct TraceArrivals: WaitCondition {
    let labels: [String]
    let due: [Int]
    private var traces: [Set<TraceID>]
    private var refused: Set<Int> = []

    init(labels: [String], due: [Int]) {
        self.labels = labels
        self.due = due
        traces = labels.map { _ in [] }
    }

    var subject: String { "the spans of every call" }

    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool {
        for request in snapshot.newRequests { note(request, snapshot) }
        return due.indices.allSatisfy { traces[$0].count >= due[$0] || refused.contains($0) }
    }

    func missing(in snapshot: CollectorSnapshot) -> String { "spans of some calls" }

    private mutating func note(_ request: RecordedRequest, _ snapshot: CollectorSnapshot) {
        guard let hop = labels.firstIndex(of: request.receiver.label) else { return }
        if request.refusal != nil { refused.insert(hop) }
        for number in request.spanNumbers {
            if let traceID = snapshot.traceID(ofSpan: number) { traces[hop].insert(traceID) }
        }
    }
}
