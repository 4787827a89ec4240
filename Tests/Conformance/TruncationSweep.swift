import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// A payload cut at every length up to 4 KiB, a longer one at 500 seeded lengths: an error each time, and nothing stored.
struct TruncationSweep {
    let payload: WirePayload

    func run() throws {
        let form = payload.form
        let bytes = try payload.bytes()
        let whole = try form.lengthsOfWholePayloads(in: bytes)
        var store = SpanStore.withOneSpan()
        let before = store.allSpans()
        for (number, length) in cuts(of: bytes.count).enumerated() where !whole.contains(length) {
            var error: WireError?
            do throws(WireError) {
                _ = try form.decode(Array(bytes[..<length]), &store)
            } catch let thrown {
                error = thrown
            }
            guard let error, error.cause.offset <= length, store.count == 1, store.traceCount == 1 else {
                Issue.record("cut at \(length): \(error.map { "\($0)" } ?? "no error"), \(store.count) spans")
                return
            }
            if number.isMultiple(of: 64) { #expect(store.allSpans() == before) }
        }
        #expect(store.allSpans() == before)
        // The whole payload still goes in: nothing of the attempts is in its way.
        let added = try form.decode(bytes, &store)
        let recorded = try form.recordedSpans(bytes)
        #expect(form.accounts(for: added, of: recorded), "\(added) spans of \(recorded)")
    }

    private func cuts(of count: Int) -> [Int] {
        guard count > 4096 else { return Array(0..<count) }
        var generator = SeededGenerator(seed: payload.form.seed)
        return (0..<500).map { _ in Int.random(in: 1..<count, using: &generator) }
    }
}

extension SpanStore {
    /// What a refusal must leave alone: a span with a part in every table that a decoder adds to.
    static func withOneSpan() -> SpanStore {
        let attribute = Attribute("k", .string("v"))
        var span = TraceSpan(traceID: TraceID(high: 0, low: 1), spanID: SpanID(1), name: "before")
        span.attributes = [attribute]
        span.events = [SpanEvent(time: Timestamp(microseconds: 1), name: "event", attributes: [attribute])]
        span.links = [SpanLink(traceID: TraceID(high: 0, low: 2), spanID: SpanID(2), attributes: [attribute])]
        span.resource = Resource(attributes: [Attribute("service.name", .string("before"))])
        span.scope = InstrumentationScope(name: "scope", attributes: [attribute])
        span.remoteEndpoint = Endpoint(serviceName: "peer", port: 1)
        span.traceState = "k=v"
        span.status = SpanStatus(.error, message: "before")
        span.isDebug = true
        var store = SpanStore()
        store.append(span)
        return store
    }
}
