import Foundation
import TraceBytes

/// Content of gzip made in a second, its checksum included: a batch of spans as zlib compressed it at level 6.
struct InflateSpeed {
    let rounds = 7

    func figures() throws -> [Figure] {
        let compressed = [UInt8](try Data(contentsOf: URL(filePath: "fixtures/compression/spans.zlib-level6.gz")))
        let count = try Gzip.decompress(compressed.span.bytes).count
        let times = try (0..<rounds).map { _ in
            try processorSeconds {
                for _ in 0..<500 {
                    let content = try Gzip.decompress(compressed.span.bytes)
                    guard content.count == count else { throw BenchmarkError.unexpected("\(content.count) bytes") }
                }
            } / 500
        }
        return [Figure("gzip inflated", "MB/s", times.map { Double(count) / $0 / 1e6 })]
    }
}
