import FakeCollector
import HopServer
import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// The collector of a run: one receiver for each hop and form, so that who exported a span is known from where it came in.
final class RunCollector: Sendable {
    /// By hop, where its spans go in each form.
    let places: [[ExportPlace]]
    private let collector: Collector
    private let loop: EventLoop
    private let channels: Channels

    /// - Parameter forms: by hop, in which forms its spans will come.
    static func open(_ forms: [[ExportForm]], on loop: EventLoop) async throws -> RunCollector {
        let collector = try await Collector.start(on: loop, CollectorOptions(receivers: []))
        var channels = Channels()
        var places: [[ExportPlace]] = []
        // Names of hops are unique, but the position is what evidence speaks of.
        for (hop, forms) in forms.enumerated() {
            var ofHop: [ExportPlace] = []
            for form in forms {
                let label = channels.add(Channel(hop: hop, form: form))
                let address = try await collector.open(ReceiverForm(form), label: label)
                ofHop.append(ExportPlace(form, to: try ExportEndpoint(parsing: address.endpoint)))
            }
            places.append(ofHop)
        }
        return RunCollector(collector, places: places, channels, on: loop)
    }

    private init(_ collector: Collector, places: [[ExportPlace]], _ channels: Channels, on loop: EventLoop) {
        self.collector = collector
        self.places = places
        self.channels = channels
        self.loop = loop
    }

    /// Waits until spans of so many traces have come from each hop, in each form. nil when they have, else the numbers
    /// that have. A hop whose exports are refused is not waited for: what is refused never comes.
    func waitForTraces(_ due: [Int], by deadline: MonotonicInstant) async -> [Int]? {
        do throws(WaitTimeout) {
            let remaining = Duration.nanoseconds(max(0, deadline - loop.now()))
            try await collector.wait(until: TraceArrivals(channels, due: due), within: remaining)
            return nil
        } catch {
            let contents = await collector.contents
            var traces: [Channel: Set<TraceID>] = [:]
            for request in contents.requests {
                guard let channel = channels[request.receiver.label] else { continue }
                traces[channel, default: []].formUnion(contents.spans(of: request).map(\.traceID))
            }
            // A hop is as far as its slowest form.
            return due.indices.map { hop in
                channels.all.filter { $0.hop == hop }.map { traces[$0]?.count ?? 0 }.min() ?? 0
            }
        }
    }

    /// From now on exports are taken and never answered.
    func stall() async { await collector.stall() }

    /// From now on nobody listens, and every connection is gone.
    func goAway() async { await collector.goAway() }

    /// Returns when every socket is drained and closed: nothing more can arrive.
    func close() async { await collector.stop() }

    /// What was received: the exports, and by their numbers the raw bytes and how they were carried.
    struct Received: Sendable {
        var exports: [ExportRecord] = []
        var payloads: [Int: [UInt8]] = [:]
        var carriers: [Int: ReceivedPayload] = [:]
    }

    func received() async -> Received {
        let contents = await collector.contents
        var received = Received()
        for request in contents.requests {
            guard let channel = channels[request.receiver.label], let result = Self.result(of: request, in: contents)
            else { continue }
            let body = Self.content(of: request)
            let number = received.exports.count
            received.payloads[number] = body
            received.carriers[number] = request.payload
            received.exports.append(
                ExportRecord(
                    hop: channel.hop, number: number,
                    received: ClockStamp(
                        wall: Timestamp(nanoseconds: request.payload.arrival), monotonic: request.monotonicNanoseconds),
                    channel: channel.form.rawValue, form: request.wireFormat?.name ?? channel.form.rawValue,
                    bytes: body.count,
                    result: result))
        }
        return received
    }

    /// By hop, the datagrams that were sent to its receivers and are lost.
    func lostDatagrams() async -> [Int] {
        var lost = [Int](repeating: 0, count: places.count)
        for counters in await collector.datagrams {
            if let channel = channels[counters.receiver.label] { lost[channel.hop] += counters.lost }
        }
        return lost
    }

    /// Without its content coding, as it is decoded again; as it came where it cannot be removed.
    private static func content(of request: RecordedRequest) -> [UInt8] {
        do throws(ContentError) {
            return try request.payload.content(limits: .default)
        } catch {
            return request.payload.body
        }
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
