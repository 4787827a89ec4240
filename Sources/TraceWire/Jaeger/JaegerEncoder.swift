import TraceBytes
import TraceModel

/// Writes canonical spans as Jaeger batches, in either encoding of Thrift; fields in the order of their ids.
///
/// A batch has one process, so that spans are grouped by their resource, in the order in which each first appears. What
/// the format cannot say is lost: times below a microsecond, lists and maps (written as JSON text), attributes and
/// `tracestate` of links, schema URLs, flags beyond "sampled", and the difference between INTERNAL and no kind.
public enum JaegerEncoder {
    /// The bodies to be POSTed to a collector, one for each process: ``Jaeger/http``.
    public static func bodies(of spans: some Sequence<TraceSpan>) -> [[UInt8]] { batches(of: spans).map(\.bytes) }

    /// The same with the number of spans in each.
    public static func batches(of spans: some Sequence<TraceSpan>) -> [JaegerBatch] {
        groups(of: spans).map { group in
            let bytes = JaegerBatchWriter<ThriftBinaryWriter>(process: JaegerProcess(of: group.first))
                .batch(of: group.spans.map { JaegerBatchWriter<ThriftBinaryWriter>.encoded($0.span) })
            return JaegerBatch(bytes: bytes, spanCount: group.spans.count)
        }
    }

    /// The datagrams for an agent: as few as the limit allows, no span split.
    ///
    /// - Parameters:
    ///   - encoding: compact for port 6831, binary for 6832.
    ///   - spans: any number.
    ///   - limit: the most bytes of a datagram. The agent's buffer holds ``Jaeger/datagramBytes``; the socket may allow
    ///     less, 9,216 bytes on macOS.
    ///   - firstSequence: `Batch.seqNo` of the first datagram, counted up from there; none is written when nil.
    public static func datagrams(
        of spans: some Sequence<TraceSpan>, encoding: ThriftEncoding, limit: Int = Jaeger.datagramBytes,
        firstSequence: Int64? = 1
    ) -> JaegerDatagrams {
        switch encoding {
        case .compact:
            datagrams(of: spans, by: ThriftCompactWriter.self, limit: limit, firstSequence: firstSequence)
        case .binary:
            datagrams(of: spans, by: ThriftBinaryWriter.self, limit: limit, firstSequence: firstSequence)
        }
    }

    private static func datagrams<Writer: ThriftWriter>(
        of spans: some Sequence<TraceSpan>, by writer: Writer.Type, limit: Int, firstSequence: Int64?
    ) -> JaegerDatagrams {
        var result = JaegerDatagrams()
        var sequence = firstSequence
        for group in groups(of: spans) {
            let batch = JaegerBatchWriter<Writer>(process: JaegerProcess(of: group.first))
            var open: [[UInt8]] = []
            var size = batch.envelopeBytes(sequence: sequence)
            func close() {
                if open.isEmpty { return }
                result.datagrams.append(
                    JaegerDatagram(bytes: batch.message(of: open, sequence: sequence), spanCount: open.count))
                // Wraps after 2^63 datagrams.
                sequence = sequence.map { $0 &+ 1 }
                open.removeAll()
                size = batch.envelopeBytes(sequence: sequence)
            }
            for (index, span) in group.spans {
                let bytes = JaegerBatchWriter<Writer>.encoded(span)
                if size + bytes.count > limit { close() }
                if size + bytes.count > limit {
                    result.tooLarge.append(index)
                    continue
                }
                open.append(bytes)
                size += bytes.count
            }
            close()
        }
        return result
    }

    /// The spans of one process.
    struct Group {
        let first: TraceSpan
        var spans: [(index: Int, span: TraceSpan)]
    }

    static func groups(of spans: some Sequence<TraceSpan>) -> [Group] {
        var groups: [Group] = []
        var places: [JaegerProcess: Int] = [:]
        for (index, span) in spans.enumerated() {
            let process = JaegerProcess(of: span)
            if let place = places[process] {
                groups[place].spans.append((index, span))
            } else {
                places[process] = groups.count
                groups.append(Group(first: span, spans: [(index, span)]))
            }
        }
        return groups
    }
}

/// One batch, to be POSTed as it is.
public struct JaegerBatch: Hashable, Sendable {
    public var bytes: [UInt8]
    /// How many spans it carries.
    public var spanCount: Int

    public init(bytes: [UInt8], spanCount: Int) {
        self.bytes = bytes
        self.spanCount = spanCount
    }
}

/// What ``JaegerEncoder`` made of spans for an agent.
public struct JaegerDatagrams: Hashable, Sendable {
    /// In the order in which they are to be sent.
    public var datagrams: [JaegerDatagram]
    /// The places of the spans that the limit does not allow even alone, counted from 0 in what was given.
    public var tooLarge: [Int]

    public init(datagrams: [JaegerDatagram] = [], tooLarge: [Int] = []) {
        self.datagrams = datagrams
        self.tooLarge = tooLarge
    }
}

/// One message, to be sent as it is.
public struct JaegerDatagram: Hashable, Sendable {
    public var bytes: [UInt8]
    /// How many spans it carries.
    public var spanCount: Int

    public init(bytes: [UInt8], spanCount: Int) {
        self.bytes = bytes
        self.spanCount = spanCount
    }
}
