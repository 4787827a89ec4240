import Foundation
import TraceModel
import TraceWire

/// Spans of Zipkin v2 JSON decoded in a second: into the store, emptied for every batch, and by `JSONDecoder` into plain
/// structs. Both read the same bytes, in turns, so that a noisy machine disturbs both alike.
struct DecodingSpeed {
    let rounds = 7
    let batches = 40
    let spansPerBatch = 100

    func figures() throws -> [Figure] {
        let payloads = (0..<batches).map { batch in
            ZipkinV2JSONEncoder.encode(SyntheticSpans.batch(count: spansPerBatch, seed: UInt64(batch)))
        }
        let copies = payloads.map { Data($0) }
        let bytes = Double(payloads.reduce(0) { $0 + $1.count })
        let spans = Double(batches * spansPerBatch)

        var ours: [Double] = []
        var theirs: [Double] = []
        _ = try decodeIntoStore(payloads, times: 1)
        _ = try decodePlainly(copies)
        for _ in 0..<rounds {
            // More often than the other, so that both are measured for a like time.
            ours.append(try decodeIntoStore(payloads, times: 20) / 20)
            theirs.append(try decodePlainly(copies))
        }
        return [
            Figure("Zipkin v2 JSON into the store", "spans/s", ours.map { spans / $0 }),
            Figure("  the same", "MB/s", ours.map { bytes / $0 / 1e6 }),
            Figure("JSONDecoder into plain structs", "spans/s", theirs.map { spans / $0 }),
            Figure("  the same", "MB/s", theirs.map { bytes / $0 / 1e6 }),
            Figure("store : JSONDecoder", "times", zip(ours, theirs).map { $1 / $0 }),
        ]
    }

    private func decodeIntoStore(_ payloads: [[UInt8]], times: Int) throws -> Double {
        var store = SpanStore()
        return try seconds {
            for _ in 0..<times {
                for payload in payloads {
                    store.removeAll()
                    let count = try ZipkinV2.decode(json: payload, into: &store)
                    guard count == spansPerBatch else { throw BenchmarkError.unexpected("\(count) spans in a batch") }
                }
            }
        }
    }

    private func decodePlainly(_ payloads: [Data]) throws -> Double {
        let decoder = JSONDecoder()
        return try seconds {
            for payload in payloads {
                let count = try decoder.decode([PlainSpan].self, from: payload).count
                guard count == spansPerBatch else { throw BenchmarkError.unexpected("\(count) spans in a batch") }
            }
        }
    }
}
