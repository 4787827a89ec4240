import TraceBytes
import TracePlatform

/// The bounded ring between the thread that takes datagrams out of the kernel and the one that decodes them.
///
/// Two batches that change places: one fills while the other is worked off, so that neither side ever waits for the
/// other for longer than one copy of a datagram. What does not fit is refused and counted, never waited for: to wait
/// would move the loss into the kernel, where nobody could tell it from the sender's.
package final class DatagramQueue: Sendable {
    /// What the filling batch may hold; what is being worked off comes on top.
    package let capacityBytes: Int
    package let capacityCount: Int
    private let filling = Locked(DatagramBatch())
    private let onFirst: @Sendable () -> Void

    /// - Parameters:
    ///   - capacityBytes: 16 MiB hold a burst of 3,500 datagrams of 4.6 kB.
    ///   - capacityCount: bounds what very small datagrams cost beside their bytes, some 100 bytes each; as many as have 256
    ///     bytes on average when it is nil.
    ///   - onFirst: called on the receiving thread when the empty queue has got a datagram; the one who then comes with
    ///     `take` gets everything that has come until then.
    package init(
        capacityBytes: Int = 16 << 20, capacityCount: Int? = nil, onFirst: @escaping @Sendable () -> Void
    ) {
        self.capacityBytes = capacityBytes
        self.capacityCount = capacityCount ?? capacityBytes / 256
        self.onFirst = onFirst
    }

    /// Takes a datagram in; false when there is no room for it.
    func offer(
        _ bytes: RawSpan, number: Int, receipt: DatagramReceipt, wallNanoseconds: Int64, monotonic: MonotonicInstant
    ) -> Bool {
        let (isTaken, isFirst) = filling.withLock { batch in
            guard batch.count < capacityCount, batch.byteCount + bytes.byteCount <= capacityBytes else {
                return (false, false)
            }
            batch.append(
                bytes, number: number, sender: receipt.sender, wallNanoseconds: wallNanoseconds, monotonic: monotonic,
                isTruncated: receipt.isTruncated)
            return (true, batch.count == 1)
        }
        if isFirst { onFirst() }
        return isTaken
    }

    /// Gives all that has come since the last time, empty when nothing has, for a batch that was worked off and is emptied.
    package func take(returning batch: inout DatagramBatch) {
        batch.removeAll()
        var taken = batch
        batch = DatagramBatch()  // so that `taken` is the only owner of its memory
        filling.withLock { swap(&$0, &taken) }
        batch = taken
    }
}
