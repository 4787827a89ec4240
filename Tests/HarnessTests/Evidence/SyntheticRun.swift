import TraceBytes
import TraceModel
import TraceTestSupport

@testable import Harness
@testable import HopServer

/// A run in work: its virtual time, and what was recorded so far.
///
/// Time is virtual nanoseconds from 0; nothing waits. Requests are played one after the other, also those that overlap
/// in virtual time: hops share nothing.
struct SyntheticRun {
    let builder: EvidenceBuilder
    let hooks: [Hooks]
    var generator: SeededGenerator
    var requests: [SentRequest] = []
    var exchanges: [Exchange] = []
    var beats: [LoopLags.Beat] = []
    /// What each hop ended and when, until it is exported.
    var ended: [[EndedCall]]
    private var now: Int64 = 1_000_000

    /// The spans of one inbound call.
    struct EndedCall {
        var at: Int64
        var phase: RunPhase
        var spans: [TraceSpan]
    }

    /// 2026-01-01T00:00:00Z, and where the monotonic clock stood then.
    static let epoch: Int64 = 1_767_225_600_000_000_000

    static func stamp(_ time: Int64) -> ClockStamp {
        ClockStamp(wall: wall(time), monotonic: 7_000_000_000 + time)
    }

    static func wall(_ time: Int64) -> Timestamp { Timestamp(nanoseconds: epoch + time) }

    init(_ builder: EvidenceBuilder) throws {
        self.builder = builder
        hooks = try builder.chain.hops.indices.map { try HopFault.hooks(for: builder.faults[$0] ?? []) }
        generator = SeededGenerator(seed: builder.settings.seed)
        ended = builder.chain.hops.map { _ in [] }
    }

    mutating func sendPhase(_ phase: RunPhase, count: Int, isConcurrent: Bool = false) {
        var latest = now
        for _ in 0..<count {
            let request = send(phase, at: now)
            requests.append(request)
            let answered = request.answered.monotonic - Self.stamp(0).monotonic
            latest = max(latest, answered)
            // One at a time: the next waits for the answer and for the spans of this one.
            now = isConcurrent ? now + 5_000_000 : answered + 60_000_000
        }
        now = latest + 100_000_000
    }

    private mutating func send(_ phase: RunPhase, at time: Int64) -> SentRequest {
        let number = requests.count
        let context = context(for: phase)
        let requestID = uuid()
        var fields = [("host", "127.0.0.1:40000"), ("user-agent", "harness"), ("x-request-id", requestID)]
        if let context {
            let formats = builder.settings.contexts.isEmpty ? ["b3multi", "tracecontext"] : builder.settings.contexts
            fields += SyntheticHeaders.fields(of: context, in: formats)
        }
        let headers = HeaderFields(fields)
        let served = call(0, InboundCall(request: number, phase: phase, headers: headers), at: time + 50_000)
        let answered = Self.stamp(served.at + 50_000)
        let answer: SentRequest.Answer =
            if let status = served.status {
                .response(status: status, body: served.body, received: answered)
            } else {
                .failure("connection refused", at: answered)
            }
        return SentRequest(
            number: number, phase: phase, context: context, requestID: requestID, headers: headers,
            sent: Self.stamp(time), answer: answer)
    }

    private mutating func context(for phase: RunPhase) -> SpanContext? {
        if phase == .contextless || (phase != .denied && builder.settings.contexts.isEmpty) { return nil }
        var traceID = TraceID.random(using: &generator)
        if builder.traceIDWidth == .bits64 { traceID.high = 0 }
        let sampling: SamplingDecision =
            switch (phase, builder.settings.sampled) {
            case (.denied, _): .deny
            case (.main, .deny): .deny
            case (.main, .debug): .debug
            case (.main, .defer): .defer
            default: .accept
            }
        return SpanContext(
            traceID: traceID, traceIDWidth: builder.traceIDWidth, spanID: .random(using: &generator),
            sampling: sampling, traceState: [TraceStateMember("vendor", "a1"), TraceStateMember("other", "b2")])
    }

    private mutating func uuid() -> String {
        let hex = TraceID.random(using: &generator).hex
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { hex.dropFirst($0).prefix($1 - $0) }.joined(separator: "-")
    }

    func evidence() -> RunEvidence {
        var exporter = SyntheticExports(self)
        exporter.exportAll()
        var numbers: [Int: Int] = [:]
        let ordered = exchanges.sorted { $0.requestReceived.monotonic < $1.requestReceived.monotonic }.map { exchange in
            var exchange = exchange
            exchange.number = numbers[exchange.edge, default: 0]
            numbers[exchange.edge] = exchange.number + 1
            return exchange
        }
        return RunEvidence(
            settings: builder.settings, chain: builder.chain, requests: requests, exchanges: ordered,
            exports: exporter.records, hopEnds: exporter.hopEnds, lags: LoopLags(beats),
            started: requests.first?.sent.wall ?? Self.wall(0), ended: Self.wall(now + 500_000_000))
    }
}
