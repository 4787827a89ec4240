import TracePlatform
import TraceTransport
import TraceWire

/// The collector's end of a queue of datagrams: works it off on the collector's loop, a few at a time, so that requests
/// get their turns between.
final class DatagramInbox: Sendable {
    private let wire: WireForm
    private let collector: Collector
    private let work: LoopBound<Work>

    private struct Work {
        /// Nil until the receiver is there: until then everything waits.
        var receiver: ReceiverAddress?
        var queue: DatagramQueue?
        var batch = DatagramBatch()
        var next = 0
        var lastSender: (address: SocketAddress, text: String)?
        /// A turn is on its way.
        var isRunning = false

        /// Most datagrams come from the sender of the one before; to spell its address costs as much as to decode some spans.
        mutating func text(of sender: SocketAddress?) -> String? {
            guard let sender else { return nil }
            if let lastSender, lastSender.address == sender { return lastSender.text }
            let text = sender.description
            lastSender = (sender, text)
            return text
        }
    }

    private static let datagramsPerTurn = 64

    init(_ wire: WireForm, for collector: Collector) {
        self.wire = wire
        self.collector = collector
        work = LoopBound(Work(), on: collector.loop)
    }

    /// From now on datagrams are taken out. Must run on the collector's loop.
    func begin(_ queue: DatagramQueue, at receiver: ReceiverAddress) {
        work.withValue { work in
            work.queue = queue
            work.receiver = receiver
        }
        run()
    }

    /// Called on the datagram loop, which must not be held up.
    func somethingCame() { collector.loop.post { self.run() } }

    /// Takes everything that has come by now. Must run on the collector's loop.
    func drain() {
        while let arrival = next() { collector.take(datagram: arrival, as: wire) }
    }

    private func run() {
        guard !work.withValue({ $0.isRunning }) else { return }
        takeTurn()
    }

    private func takeTurn() {
        for _ in 0..<Self.datagramsPerTurn {
            guard let arrival = next() else { return work.withValue { $0.isRunning = false } }
            collector.take(datagram: arrival, as: wire)
        }
        work.withValue { $0.isRunning = true }
        collector.loop.post { self.takeTurn() }
    }

    private func next() -> Arrival? {
        work.withValue { work in
            guard let queue = work.queue, let receiver = work.receiver else { return nil }
            if work.next == work.batch.count {
                queue.take(returning: &work.batch)
                work.next = 0
            }
            guard work.next < work.batch.count else { return nil }
            work.next += 1
            let datagram = work.batch.datagram(at: work.next - 1)
            return Arrival(datagram, from: work.text(of: datagram.sender), at: receiver)
        }
    }
}

extension Arrival {
    fileprivate init(_ datagram: Datagram, from sender: String?, at receiver: ReceiverAddress) {
        self.init(
            receiver: receiver,
            payload: ReceivedPayload(
                method: "", target: "", body: datagram.bytes, arrival: datagram.wallNanoseconds),
            monotonicNanoseconds: datagram.monotonic.nanoseconds, headBytes: 0,
            datagram: DatagramEnvelope(
                number: datagram.number, sender: sender, isTruncated: datagram.isTruncated))
    }
}
