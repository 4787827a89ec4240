import Foundation
import TraceModel

/// Bytes of memory that a stored span takes, the index of traces and all that the allocator adds included: how much more
/// memory the process has when the spans are there.
///
/// Every span has a trace of its own, which is the worst case. Linux alone says how much memory there is.
struct StoreMemory {
    /// Where it is read while the store grows: so it shows, too, that later spans cost no more than the first ones.
    let spanCounts = [1_000_000, 10_000_000]
    let spansPerBatch = 100

    func figures() throws -> [Figure] {
        zip(spanCounts, try FreshProcess.figures(of: "memory")).map { count, bytes in
            Figure("memory of a span, \(count / 1_000_000) M spans", "bytes", [bytes], wanted: .below(260))
        }
    }

    /// At each of the counts; measured in a process of its own.
    func bytesPerSpan() throws -> [Double] {
        var store = SpanStore()
        // What the first batch brings up once in a process is not the store's.
        try add(seed: 0, to: &store)
        store.removeAll()
        let before = try Self.residentBytes()
        return try spanCounts.map { count in
            while store.count < count { try add(seed: UInt64(store.count), to: &store) }
            return Double(try Self.residentBytes() - before) / Double(store.count)
        }
    }

    private func add(seed: UInt64, to store: inout SpanStore) throws {
        let form = DecodedForm.otlpProtobuf
        let payload = form.encode(SyntheticSpans.batch(count: spansPerBatch, seed: seed))
        try form.decode(payload, spans: spansPerBatch, into: &store)
    }

    /// Pages that are in memory: the second number of Linux's `statm` (proc_pid_statm(5)).
    private static func residentBytes() throws -> Int {
        let statm = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        guard statm.count > 1, let pages = Int(statm[1]) else {
            throw BenchmarkError.unexpected("/proc/self/statm does not say how much memory there is")
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
