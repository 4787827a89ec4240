import Foundation
import TraceBytes
import TraceModel
import TraceWire

/// Spans of Zipkin v2 JSON written in a second, in the batches that an exporter sends.
struct EncodingSpeed {
    let rounds = 7
    let batches = 40
    let spansPerBatch = 100

    func figures() throws -> [Figure] {
        let spans = (0..<batches).map { SyntheticSpans.batch(count: spansPerBatch, seed: UInt64($0)) }
        let count = spans.reduce(0) { $0 + ZipkinV2JSONEncoder.encode($1).count }
        let times = try (0..<rounds).map { _ in
            try processorSeconds {
                var written = 0
                for _ in 0..<10 {
                    for batch in spans { written += ZipkinV2JSONEncoder.encode(batch).count }
                }
                guard written == 10 * count else { throw BenchmarkError.unexpected("\(written) bytes") }
            } / 10
        }
        return [
            Figure("Zipkin v2 JSON written", "spans/s", times.map { Double(batches * spansPerBatch) / $0 }),
            Figure("  the same", "MB/s", times.map { Double(count) / $0 / 1e6 }),
        ]
    }
}
