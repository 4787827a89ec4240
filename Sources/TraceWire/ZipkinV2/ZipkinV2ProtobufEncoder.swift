import TraceBytes
import TraceModel

/// Writes canonical spans as the message ListOfSpans of `zipkin.proto`, fields in the order of their numbers.
///
/// It loses what ``ZipkinV2JSONEncoder`` loses, and addresses whose text is no address. Zeros, empty texts and false are
/// left out, as version 3 of protobuf has it.
public enum ZipkinV2ProtobufEncoder {
    /// The list of these spans; nothing for no spans.
    public static func encode(_ spans: some Sequence<TraceSpan>) -> [UInt8] {
        var list = ProtobufWriter()
        var tags = ZipkinV2Tags()
        for span in spans {
            tags.fill(from: span)
            let message = list.beginMessage(1)
            list.write(span, tags)
            list.endMessage(message)
        }
        return list.bytes
    }
}

/// The numbers of fields are those of `zipkin.proto`.
extension ProtobufWriter {
    fileprivate mutating func write(_ span: TraceSpan, _ tags: ZipkinV2Tags) {
        if span.traceIDWidth == .bits64 {
            write(1, bigEndianBytes: span.traceID.low)
        } else {
            write(1, bigEndianBytes: span.traceID.high, span.traceID.low)
        }
        if let parent = span.parentSpanID, parent.isValid { write(2, bigEndianBytes: parent.value) }
        write(3, bigEndianBytes: span.spanID.value)
        if let kind = span.kind.zipkinNumber { write(4, varint: kind) }
        if !span.name.isEmpty { write(5, text: span.name) }
        if let timestamp = span.zipkinTimestamp { write(6, fixed64: UInt64(bitPattern: timestamp)) }
        if let duration = span.zipkinDuration { write(7, int: duration) }
        write(8, span.zipkinLocalEndpoint)
        write(9, span.zipkinRemoteEndpoint)
        for event in span.events { write(10, event) }
        for tag in tags.list { write(11, key: tag.key(in: span), value: tag.value(in: span)) }
        if span.isDebug { write(12, bool: true) }
        if span.isShared { write(13, bool: true) }
    }

    private mutating func write(_ number: UInt32, _ endpoint: Endpoint?) {
        guard let endpoint, endpoint.hasZipkinContent else { return }
        let message = beginMessage(number)
        if let service = endpoint.serviceName, !service.isEmpty { write(1, text: service) }
        if let ipv4 = endpoint.ipv4.flatMap({ IPAddressText.ipv4Bytes($0) }) { write(2, bytes: ipv4) }
        if let ipv6 = endpoint.ipv6.flatMap({ IPAddressText.ipv6Bytes($0) }) { write(3, bytes: ipv6) }
        if let port = endpoint.port, port > 0 { write(4, int: Int64(port)) }
        endMessage(message)
    }

    private mutating func write(_ number: UInt32, _ event: SpanEvent) {
        let message = beginMessage(number)
        write(1, fixed64: UInt64(bitPattern: event.time.microseconds))
        write(2, text: event.zipkinText)
        endMessage(message)
    }

    /// An entry of a map; both fields are always written, as every writer of protobuf writes them.
    private mutating func write(_ number: UInt32, key: String, value: String) {
        let message = beginMessage(number)
        write(1, text: key)
        write(2, text: value)
        endMessage(message)
    }
}

extension SpanKind {
    /// `zipkin.proto`, Span.Kind; nil for INTERNAL, which the format says by having no kind.
    fileprivate var zipkinNumber: UInt64? {
        switch self {
        case .unspecified, .internal: nil
        case .client: 1
        case .server: 2
        case .producer: 3
        case .consumer: 4
        }
    }
}
