import TraceBytes
import TraceModel

/// Jaeger's data model: batches of spans of one process, tags of five types; as Thrift, with times in microseconds, and as
/// protobuf.
///
/// Specification: jaeger-idl, `jaeger.thrift` and `agent.thrift`, `collector.proto` and `model.proto`; behaviour of receivers:
/// Jaeger's agent and collector.
public enum Jaeger {
    /// `Agent.emitBatch` in the compact encoding, a message per datagram.
    public static let compact = WireFormat(name: "jaeger-compact", carrier: .udp, defaultPort: 6831)

    /// `Agent.emitBatch` in the binary encoding, a message per datagram; strict and old headers.
    public static let binary = WireFormat(name: "jaeger-binary", carrier: .udp, defaultPort: 6832)

    /// A batch in the binary encoding, POSTed to a collector; also the message `Collector.submitBatches`, which Jaeger's
    /// collector does not read and OpenCensus sends.
    public static let http = WireFormat(
        name: "jaeger-http", path: "/api/traces", contentType: "application/x-thrift", defaultPort: 14268)

    /// The other type that the collector takes.
    static let otherContentType = "application/vnd.apache.thrift.binary"

    /// What a datagram may hold: the size of the agent's read buffer, and the most that clients send.
    public static let datagramBytes = 65_000

    /// In which of the three forms a payload in Thrift came.
    public enum Form: Sendable, Hashable, CaseIterable {
        case compactDatagram
        case binaryDatagram
        case httpBody

        public var format: WireFormat {
            switch self {
            case .compactDatagram: compact
            case .binaryDatagram: binary
            case .httpBody: http
            }
        }
    }

    /// Adds the spans of a payload to a store: all of them or, when any is refused, none.
    ///
    /// Refused is what readers made from the IDL refuse: bytes that are not Thrift, another method, a struct without one
    /// of its required fields. Unknown and mistyped fields are passed over, and bytes behind the value ignored, as they do.
    ///
    /// - Returns: how many spans were added.
    /// - Throws: the first reason, with its path and offset. The store is as it was before.
    @discardableResult
    public static func decode(
        _ payload: borrowing RawSpan, as form: Form, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        let mark = store.mark()
        var sink = JaegerSpans(store: store)
        let failure = walk(payload, as: form, into: &sink, limits: limits)
        store = sink.finish()
        guard let failure else { return store.commit(since: mark) }
        store.rollback(to: mark)
        throw failure
    }

    /// Adds the spans of a payload to a store: all of them or, when any is refused, none.
    @discardableResult
    public static func decode(
        _ payload: [UInt8], as form: Form, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        try decode(payload.span.bytes, as: form, into: &store, limits: limits)
    }

    /// Everything that a payload said, in its own words and order; for rules, not for speed.
    ///
    /// - Throws: when the payload is not Thrift, or calls another method.
    public static func records(
        _ payload: [UInt8], as form: Form, limits: DecodingLimits = .default
    ) throws(WireError) -> JaegerPayload {
        var sink = JaegerRecords()
        if let failure = walk(payload.span.bytes, as: form, into: &sink, limits: limits) { throw failure }
        return sink.payload
    }

    private static func walk<Sink: JaegerSink & ~Copyable>(
        _ payload: borrowing RawSpan, as form: Form, into sink: inout Sink, limits: DecodingLimits
    ) -> WireError? {
        do throws(WireError) {
            switch form {
            case .compactDatagram:
                try JaegerWalker<ThriftCompactReader>.walk(
                    message: payload, method: .emitBatch, format: compact, into: &sink, limits: limits)
            case .binaryDatagram:
                try JaegerWalker<ThriftBinaryReader>.walk(
                    message: payload, method: .emitBatch, format: binary, into: &sink, limits: limits)
            case .httpBody where payload.byte(at: 0) == 0x80:
                // No field has the type 0x80: a strict header, and so a message.
                try JaegerWalker<ThriftBinaryReader>.walk(
                    message: payload, method: .submitBatches, format: http, into: &sink, limits: limits)
            case .httpBody:
                try JaegerWalker<ThriftBinaryReader>.walk(
                    batch: payload, format: http, into: &sink, limits: limits)
            }
            return nil
        } catch {
            return error
        }
    }
}
