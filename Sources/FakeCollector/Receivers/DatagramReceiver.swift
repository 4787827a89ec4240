import TracePlatform
import TraceTransport
import TraceWire

/// Takes datagrams, in whatever form.
///
/// ```
/// network ─▶ receive buffer ─▶ datagram loop ─▶ queue ─▶ collector's loop: decode, record
///             drops, counted                   refuses, counted
/// ```
/// While a batch is decoded the datagram loop goes on emptying the receive buffer.
final class DatagramReceiver: Receiver {
    let address: ReceiverAddress
    private let receiver: UDPReceiver
    private let inbox: DatagramInbox

    static func open(
        _ place: ReceiverPlace, as wire: WireForm, for collector: Collector
    ) async throws(CollectorStartError) -> DatagramReceiver {
        do throws(NetworkError) {
            guard let address = try await collector.loop.resolve(host: place.host, port: place.port).first else {
                throw NetworkError(.resolve, .unresolved("no address"), at: place.host)
            }
            let inbox = DatagramInbox(wire, for: collector)
            // Weak, since the inbox holds the queue.
            let queue = DatagramQueue(capacityBytes: collector.limits.maxBytesInFlight) { [weak inbox] in
                inbox?.somethingCame()
            }
            let receiver = try await UDPReceiver.open(at: address, into: queue, on: collector.datagramLoop())
            let opened = DatagramReceiver(receiver, place, inbox)
            await collector.loop.run { () async -> Void in inbox.begin(queue, at: opened.address) }
            return opened
        } catch {
            throw CollectorStartError(error, place)
        }
    }

    private init(_ receiver: UDPReceiver, _ place: ReceiverPlace, _ inbox: DatagramInbox) {
        self.receiver = receiver
        self.inbox = inbox
        address = ReceiverAddress(
            label: place.label, form: place.form, port: receiver.port, endpoint: "udp://\(receiver.address)",
            host: receiver.address.hostDescription)
    }

    var datagrams: DatagramCounters? {
        get async {
            DatagramCounters(
                await receiver.counters, receiveBufferBytes: receiver.receiveBufferBytes, at: address)
        }
    }

    /// Takes what the system holds by now; nothing of it can be late.
    func stop(withinNanoseconds nanoseconds: Int64) async {
        await receiver.stop()
        inbox.drain()
    }

    /// What the system holds is lost, as it is when a process is killed.
    func goAway() async {
        _ = await receiver.counters  // reads the system's count of drops, which goes with the socket
        receiver.close()
    }
}
