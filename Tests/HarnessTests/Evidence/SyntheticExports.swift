import TraceBytes
import TraceModel

@testable import Harness
@testable import HopServer

/// The exporters of a synthetic run: batches every 10 ms, each hop to its own receiver, and the books at exit.
struct SyntheticExports {
    private(set) var records: [ExportRecord] = []
    private(set) var hopEnds: [HopEnd] = []
    private let run: SyntheticRun
    private var account = SpanAccount(ended: 0, delivered: 0, dropped: 0)

    init(_ run: SyntheticRun) { self.run = run }

    mutating func exportAll() {
        for hop in run.builder.chain.hops.indices {
            account = SpanAccount(ended: 0, delivered: 0, dropped: 0)
            let batches = Dictionary(grouping: run.ended[hop]) { Batch(tick: $0.at / 10_000_000, phase: $0.phase) }
            for (batch, calls) in batches.sorted(by: { $0.key.tick < $1.key.tick }) {
                export(calls.flatMap(\.spans), batch, hop)
            }
            hopEnds.append(end(of: hop))
        }
        records.sort { $0.received.monotonic < $1.received.monotonic }
        if run.builder.shufflesExports {
            var generator = run.generator
            records.shuffle(using: &generator)
        }
        for index in records.indices { records[index].number = index }
    }

    private struct Batch: Hashable {
        var tick: Int64
        var phase: RunPhase
    }

    private func end(of hop: Int) -> HopEnd {
        if let death = run.builder.death, death.hop == hop {
            return HopEnd(
                status: "killed by signal 11", isClean: false,
                lastLines: ["Fatal error: Index out of range", "Thread 1 crashed:"])
        }
        let isForeign = run.builder.foreign[hop] != nil
        return HopEnd(status: "exited 0", isClean: true, account: isForeign ? nil : account)
    }

    private mutating func export(_ ended: [TraceSpan], _ batch: Batch, _ hop: Int) {
        for (index, form) in run.builder.settings.exportForms.enumerated() {
            export(ended, batch, hop, as: form, isFurther: index > 0)
        }
    }

    private mutating func export(
        _ ended: [TraceSpan], _ batch: Batch, _ hop: Int, as form: ExportForm, isFurther: Bool
    ) {
        let hooks = run.hooks[hop]
        var spans = ended
        if hooks.tracesExports, !isFurther { spans.append(ownPost(batch, hop)) }
        let count = spans.count
        account.ended += count
        for hook in hooks.batched + (isFurther ? hooks.batchedFurther : []) { hook(&spans) }
        let time = SyntheticRun.stamp(batch.tick * 10_000_000 + 12_000_000)
        func record(_ result: ExportRecord.Result) {
            records.append(
                ExportRecord(
                    hop: hop, number: 0, received: time, form: form.rawValue, bytes: 700 * spans.count,
                    result: result))
        }
        switch batch.phase {
        case .gone: account.dropped += count
        case .stalled:
            account.dropped += count
            record(.unanswered)
        default:
            let payload = payload(of: spans, hooks)
            if let offset = Self.firstIDThatZipkinRefuses(payload) {
                account.dropped += count
                record(
                    .refused(
                        reason: "traceId is not lower-hex at byte \(offset)", status: 400,
                        excerpt: Array(payload.prefix(64))))
            } else {
                account.delivered += count
                record(.accepted(form.isOTLP ? spans : spans.map(\.throughZipkin)))
            }
        }
    }

    /// The ids of a payload as an encoder of Zipkin v2 JSON spells them, after the hop's faults.
    private func payload(of spans: [TraceSpan], _ hooks: Hooks) -> [UInt8] {
        let members = spans.map { "{\"traceId\":\"\($0.traceID.hex)\",\"id\":\"\($0.spanID.hex)\"}" }
        var payload = Array("[\(members.joined(separator: ","))]".utf8)
        for hook in hooks.encoded { hook(&payload) }
        return payload
    }

    private static func firstIDThatZipkinRefuses(_ payload: [UInt8]) -> Int? {
        payload.firstIndex { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
    }

    private func ownPost(_ batch: Batch, _ hop: Int) -> TraceSpan {
        let number = UInt64(batch.tick) << 8 | UInt64(hop) + 1
        return TraceSpan(
            traceID: TraceID(high: 0xeeee, low: number), spanID: SpanID(number), kind: .client, name: "POST",
            start: SyntheticRun.wall(batch.tick * 10_000_000 + 9_000_000), durationNanoseconds: 900_000,
            attributes: [
                Attribute("http.request.method", .string("POST")),
                Attribute("url.full", .string("http://127.0.0.1:9411/api/v2/spans")),
            ],
            localEndpoint: Endpoint(serviceName: run.builder.chain.hops[hop].name))
    }
}

extension TraceSpan {
    /// What Zipkin v2 JSON leaves of a span: whole microseconds, text values, no word for INTERNAL.
    fileprivate var throughZipkin: TraceSpan {
        var span = self
        span.start = start.map { Timestamp(microseconds: $0.microseconds) }
        span.durationNanoseconds = durationNanoseconds.map { max(1, $0 / 1000) * 1000 }
        if kind == .internal { span.kind = .unspecified }
        span.attributes = attributes.map { Attribute($0.key, .string($0.value.description)) }
        return span
    }
}
