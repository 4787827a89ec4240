import Testing
import TraceModel
import TraceTestSupport
import TraceWire

@testable import FakeCollector

/// Segments that leave in steps: for whoever reads they left at once.
@Suite struct SpanHistoryTests {
    private static func span(_ trace: UInt64) -> TraceSpan {
        TraceSpan(traceID: TraceID(high: 0, low: trace), spanID: SpanID(1), name: "get")
    }

    private static func add(_ traces: [UInt64], to history: inout SpanHistory) throws -> SpanHistory.Mark {
        let mark = history.begin(segmentsOf: 100, bytes: .max)
        try history.decode { store throws(PayloadRefusal) in
            for trace in traces { store.append(span(trace)) }
        }
        return mark
    }

    @Test func noStepTakesMoreTracesOffThanItIsAllowed() throws {
        var history = SpanHistory()
        for first in stride(from: UInt64(0), to: 300, by: 100) {
            _ = history.commit(since: try Self.add(Array(first..<first + 100), to: &history))
        }
        // Trace 7 goes on in the newest segment.
        _ = history.commit(since: try Self.add([7], to: &history))
        let leaves = history.evictOldest(before: history.endNumber)
        #expect(leaves)
        #expect(history.takenOff.traces == 0)
        // All the same nobody sees them any more.
        #expect(history.firstNumber == 100)
        #expect(history.storedCount == 201)
        #expect(history.allSpans().count == 200)
        #expect(history.numbers(of: TraceID(high: 0, low: 7)) == [])
        #expect(history.spanCount(of: TraceID(high: 0, low: 7)) == 0)
        for step in 1...10 {
            #expect(history.isEvicting)
            history.takeOff(atMost: 10)
            #expect(history.takenOff.traces == step * 10)
        }
        history.takeOff(atMost: 10)
        #expect(!history.isEvicting)
        #expect(history.takenOff == (traces: 100, spans: 101))
        #expect(history.count == 200)
        let traces = history.traceCount()
        #expect(traces == 200)
    }

    /// A request that has to make room takes off no more than its own spans pay for; the rest is done between requests.
    @Test func aRequestThatMakesRoomLeavesTheWorkToSteps() throws {
        let traces = 3000
        let recording = Recording(limits: CollectorLimits(maxSpans: traces, evictsOldest: true))
        func take(_ traces: Range<Int>) {
            _ = recording.take(.withoutBytes) { _, store throws(PayloadRefusal) in
                for trace in traces { store.append(Self.span(UInt64(trace))) }
                return nil
            }
        }
        take(0..<traces)
        #expect(!recording.hasWorkLeft)
        take(traces..<traces + 1)
        #expect(recording.spans.storedCount == 1)
        #expect(recording.spans.takenOff.traces == SpanHistory.evictedPerSpan)
        var steps = 0
        while recording.hasWorkLeft {
            let before = recording.spans.takenOff.traces
            _ = recording.doSomeWork()
            #expect(recording.spans.takenOff.traces - before <= SpanHistory.evictedPerStep)
            steps += 1
        }
        #expect(steps == 12)
        #expect(recording.counters.evictedTraces == traces)
        #expect(recording.counters.evictedSpans == traces)
        #expect(recording.spanCount == 1)
    }

    /// Whatever is read, and whenever, is what a plain list holds from which the oldest traces are taken at once.
    @Test(arguments: 0..<20)
    func readersSeeWhatAnEvictionAtOnceWouldLeave(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 0x4556_4943 + seed)
        var history = SpanHistory()
        var model = Model()
        for step in 0..<300 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5:
                let traces = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                    UInt64.random(in: 0...80, using: &generator)
                }
                let mark: SpanHistory.Mark
                if Bool.random(using: &generator) {
                    mark = try Self.add(traces, to: &history)
                } else {
                    var store = SpanStore()
                    for trace in traces { store.append(Self.span(trace)) }
                    mark = history.adopt(store)
                }
                while Int.random(in: 0..<3, using: &generator) == 0 {
                    let first = history.evictOldest(before: mark.end) ? history.firstNumber : nil
                    if let first { model.evict(below: first) }
                }
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    history.rollback(to: mark)
                } else {
                    let numbers = history.commit(since: mark)
                    #expect(numbers == model.end..<model.end + traces.count, "seed \(seed), step \(step)")
                    model.add(traces)
                }
            case 5..<7: history.takeOff(atMost: .random(in: 1...30, using: &generator))
            case 7: history.countTraces(atMost: .random(in: 1...30, using: &generator))
            case 8:
                history.takeOff(atMost: .max)
                #expect(history.takenOff == model.evicted, "seed \(seed), step \(step)")
                #expect(history.count == model.spans.count, "seed \(seed), step \(step)")
                let readable = history.traceCount()
                #expect(readable == Set(model.spans.map(\.trace)).count, "seed \(seed), step \(step)")
            default:
                let read = history.allSpans().map(\.traceID.low)
                #expect(read == model.spans.map(\.trace), "seed \(seed), step \(step)")
                for trace in UInt64(0)...80 {
                    let id = TraceID(high: 0, low: trace)
                    let numbers = model.spans.filter { $0.trace == trace }.map(\.number)
                    #expect(history.numbers(of: id) == numbers, "seed \(seed), step \(step), trace \(trace)")
                    #expect(history.spanCount(of: id) == numbers.count, "seed \(seed), step \(step), trace \(trace)")
                }
            }
        }
        #expect(model.evicted.traces > 0)
    }

    /// Readable spans, in a list.
    private struct Model {
        var spans: [(number: Int, trace: UInt64)] = []
        var end = 0
        var evicted = (traces: 0, spans: 0)

        mutating func add(_ traces: [UInt64]) {
            spans += traces.enumerated().map { (end + $0, $1) }
            end += traces.count
        }

        /// Every trace that has spans with lower numbers leaves as a whole.
        mutating func evict(below number: Int) {
            let oldest = Set(spans.filter { $0.number < number }.map(\.trace))
            let before = spans.count
            spans.removeAll { oldest.contains($0.trace) }
            evicted.traces += oldest.count
            evicted.spans += before - spans.count
        }
    }
}

extension Arrival {
    /// A payload of which only the spans matter.
    fileprivate static var withoutBytes: Arrival {
        let address = ReceiverAddress(label: "zipkin", form: .zipkin, port: 9411, endpoint: "", host: "127.0.0.1")
        return Arrival(
            receiver: address, payload: ReceivedPayload(target: "/", body: []), monotonicNanoseconds: 0, headBytes: 0)
    }
}
