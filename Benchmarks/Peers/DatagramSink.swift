import TracePlatform
import TraceTransport

/// The limit of what a receiver of datagrams can take here: empties the same receive buffer as the collector's, copies each
/// datagram as that does, and decodes none. Not a program in C, since no compiler for one is promised; it serves its counts
/// as the collector does.
enum DatagramSink {
    /// Prints `udp: PORT` and `stats: PORT`, then its counts when it is told to end.
    static func run() async throws -> String {
        let signals = try SignalWatcher.stream([.terminate, .interrupt])
        let receiving = try EventLoop.start(name: "sink")
        defer { receiving.shutdown() }
        receiving.post { SystemThread.goesFirst() }
        return try await withEventLoop(name: "drop") { dropping in
            let emptied = LoopBound(DatagramBatch(), on: dropping)
            let place = Locked<DatagramQueue?>(nil)
            let queue = DatagramQueue(capacityBytes: 256 << 20) {
                dropping.post {
                    guard let queue = place.withLock({ $0 }) else { return }
                    emptied.withValue { queue.take(returning: &$0) }
                }
            }
            place.withLock { $0 = queue }
            defer { place.withLock { $0 = nil } }
            let receiver = try await UDPReceiver.open(into: queue, on: receiving)
            let stats = try await HTTPServer.start(on: dropping) { _ in .json(Self.counts(await receiver.counters)) }
            _ = StandardStream.output.write("udp: \(receiver.port)\nstats: \(stats.port)\n")
            for await _ in signals { break }
            await stats.stop(withinNanoseconds: 0)
            return counts(await receiver.stop())
        }
    }

    /// As ``CollectorCounts`` reads them, as though every datagram had held ten spans.
    private static func counts(_ counters: UDPReceiverCounters) -> String {
        """
        {"spans":\((counters.received - counters.refused) * 10),"datagrams":{"sink":{"received":\(counters.received),\
        "refused":\(counters.refused),"droppedByKernel":\(counters.droppedByKernel.map(String.init) ?? "null"),\
        "receiveBufferBytes":0}}}
        """
    }
}
