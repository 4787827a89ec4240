import TraceBytes
import TraceModel

/// Zipkin's first data model: spans as lists of events, each with the endpoint that saw it.
///
/// Specification: zipkin-api, `zipkin-api.yaml` and `thrift/zipkinCore.thrift`; behaviour of receivers: the reference
/// server. One span of the wire becomes one span or more, see `ZipkinV1Conversion`.
public enum ZipkinV1 {
    /// An array of spans as JSON, POSTed to port 9411.
    public static let json = WireFormat(
        name: "zipkin-v1", path: "/api/v1/spans", contentType: "application/json", defaultPort: 9411)

    /// A bare list of spans in Thrift's binary encoding, POSTed to the same path.
    public static let thrift = WireFormat(
        name: "zipkin-v1-thrift", path: "/api/v1/spans", contentType: "application/x-thrift", defaultPort: 9411)

    /// `Agent.emitZipkinBatch` in Thrift's compact encoding, a message per datagram: the legacy port of Jaeger's agent.
    public static let udp = WireFormat(name: "zipkin-v1-udp", carrier: .udp, defaultPort: 5775)

    /// In which of the three forms a payload came.
    public enum Form: Sendable, Hashable, CaseIterable {
        case json
        case thriftList
        case compactDatagram

        public var format: WireFormat {
            switch self {
            case .json: ZipkinV1.json
            case .thriftList: thrift
            case .compactDatagram: udp
            }
        }
    }

    /// Adds the spans of a payload to a store: all of them or, when any is refused, none.
    ///
    /// - Returns: how many spans were added, which can be more than the payload has: one that both sides of a call wrote
    ///   into becomes two.
    /// - Throws: the first reason, with its path and offset. The store is as it was before.
    @discardableResult
    public static func decode(
        _ payload: [UInt8], as form: Form, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        let mark = store.mark()
        var sink = ZipkinV1Spans(store: store, isThrift: form != .json)
        var failure: WireError?
        do throws(WireError) {
            _ = try walk(payload.span.bytes, as: form, into: &sink, limits: limits)
        } catch {
            failure = error
        }
        store = sink.finish()
        guard let failure else { return store.commit(since: mark) }
        store.rollback(to: mark)
        throw failure
    }

    /// Everything that a payload said, in its own words and order; for rules, not for speed.
    ///
    /// - Throws: when the payload is not JSON or Thrift of this model.
    public static func records(
        _ payload: [UInt8], as form: Form, limits: DecodingLimits = .default
    ) throws(WireError) -> ZipkinV1Payload {
        var sink = ZipkinV1Records(isThrift: form != .json)
        let envelope = try walk(payload.span.bytes, as: form, into: &sink, limits: limits)
        var record = ZipkinV1Payload(spans: sink.spans)
        if let message = envelope.message {
            record.message = JaegerMessage(
                method: payload.span.bytes.clamped(to: message.name).text(), type: message.type,
                sequence: message.sequence, isStrict: message.isStrict)
        }
        if envelope.end < payload.count { record.trailingBytes = envelope.end..<payload.count }
        return record
    }

    private static func walk<Sink: ZipkinV1Sink & ~Copyable>(
        _ payload: borrowing RawSpan, as form: Form, into sink: inout Sink, limits: DecodingLimits
    ) throws(WireError) -> ZipkinV1Envelope {
        switch form {
        case .json:
            try ZipkinV1JSONWalker.walk(payload, into: &sink, limits: limits)
            return ZipkinV1Envelope(message: nil, end: payload.byteCount)
        case .thriftList:
            return try ZipkinV1ThriftWalker<ThriftBinaryReader>.walk(
                list: payload, format: thrift, into: &sink, limits: limits)
        case .compactDatagram:
            return try ZipkinV1ThriftWalker<ThriftCompactReader>.walk(
                message: payload, format: udp, into: &sink, limits: limits)
        }
    }
}
