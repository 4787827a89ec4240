import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Sends batches to a Jaeger agent as datagrams. Nobody answers: delivered means handed to the system.
struct DatagramPoster: SpanPoster {
    private let encoding: ThriftEncoding
    private let sender: UDPSender
    private let timeoutMillis: Int
    private let log: HopLog
    private let sequence = Locked<Int64>(1)

    /// The largest datagram that is sent: what agents take (65,000 bytes), or what the socket allows where that is less.
    private var limit: Int { min(Jaeger.datagramBytes, sender.maxDatagramBytes) }

    /// Must run on the loop.
    static func open(
        _ encoding: ThriftEncoding, host: String, port: UInt16, on loop: EventLoop, timeoutMillis: Int, log: HopLog
    ) async throws(NetworkError) -> DatagramPoster {
        guard let address = try await loop.resolve(host: host, port: port).first else {
            throw NetworkError(.resolve, .unresolved("no address"), at: host)
        }
        return DatagramPoster(
            encoding, sender: try await UDPSender.open(to: address, on: loop), timeoutMillis: timeoutMillis, log: log)
    }

    private init(_ encoding: ThriftEncoding, sender: UDPSender, timeoutMillis: Int, log: HopLog) {
        self.encoding = encoding
        self.sender = sender
        self.timeoutMillis = timeoutMillis
        self.log = log
    }

    func post(_ spans: [TraceSpan]) async -> ExportResult {
        let first = sequence.withLock { $0 }
        let made = JaegerEncoder.datagrams(of: spans, encoding: encoding, limit: limit, firstSequence: first)
        sequence.withLock { $0 = first &+ Int64(made.datagrams.count) }  // wraps after 2^63 datagrams
        var result = ExportResult(dropped: made.tooLarge.count)
        if result.dropped > 0 { report(result.dropped, "larger than a datagram of \(limit) bytes") }
        let deadline = sender.loop.now() + Int64(timeoutMillis) * 1_000_000
        for datagram in made.datagrams {
            do throws(NetworkError) {
                try await sender.send(datagram.bytes, deadline: deadline)
                result.delivered += datagram.spanCount
            } catch {
                result.dropped += datagram.spanCount
                report(datagram.spanCount, error.description)
            }
        }
        return result
    }

    private var format: WireFormat {
        switch encoding {
        case .compact: Jaeger.compact
        case .binary: Jaeger.binary
        }
    }

    private func report(_ spans: Int, _ reason: String) {
        log.write(
            "export-failed",
            [("form", .string(format.name)), ("spans", .number(spans)), ("reason", .string(reason))])
    }
}
