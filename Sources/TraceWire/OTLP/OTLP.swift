import TraceBytes
import TraceModel

/// OpenTelemetry's own protocol over HTTP: spans in groups by resource and scope, times in nanoseconds, typed attributes.
///
/// Specification: opentelemetry-proto, `docs/specification.md` (OTLP/HTTP) and `trace.proto`; what the specification leaves
/// to receivers: the OpenTelemetry Collector.
public enum OTLP {
    /// `ExportTraceServiceRequest` as JSON, POSTed to port 4318.
    public static let json = WireFormat(
        name: "otlp-json", path: "/v1/traces", contentType: "application/json", defaultPort: 4318)
    /// The same as protobuf, at the same place.
    public static let protobuf = WireFormat(
        name: "otlp-protobuf", path: "/v1/traces", contentType: "application/x-protobuf", defaultPort: 4318)
    /// The same as the message of a call of gRPC, to port 4317 (OTLP/gRPC).
    public static let grpc = WireFormat(
        name: "otlp-grpc",
        carrier: .grpc(method: "/opentelemetry.proto.collector.trace.v1.TraceService/Export"), defaultPort: 4317)

    /// Adds the spans of a JSON payload to a store: all of them or, when any is refused, none.
    ///
    /// Read as the specification asks receivers to read: identifiers in any case, 64-bit integers as texts or numbers,
    /// members that are not declared ignored, `null` as absent. A parent of zeros is none. Refused is what has no reading:
    /// identifiers that are not hexadecimal digits of their length, names for enums, integers with a fraction or out of
    /// range, two members in one value.
    ///
    /// - Returns: how many spans were added.
    /// - Throws: the first reason, with its path and offset. The store is as it was before.
    @discardableResult
    public static func decode(
        json payload: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        var none = OTLPKnownResource()
        return try decode(into: &store, isJSON: true, &none) { (sink: inout OTLPSpans) throws(WireError) in
            try OTLPJSONWalker.walk(payload.span.bytes, into: &sink, limits: limits)
        }
    }

    /// Adds the spans of a protobuf payload to a store: all of them or, when any is refused, none.
    ///
    /// Fields that are not declared are ignored, of a singular field that is repeated the last one counts. Refused is what
    /// protobuf does not allow, declared fields with another wire type, and identifiers of another length.
    ///
    /// - Returns: how many spans were added.
    /// - Throws: the first reason, with its path and offset. The store is as it was before.
    @discardableResult
    public static func decode(
        protobuf payload: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        var none = OTLPKnownResource()
        return try decode(protobuf: payload, into: &store, limits: limits, knowing: &none)
    }

    /// The same for a payload of many from one sender.
    static func decode(
        protobuf payload: [UInt8], into store: inout SpanStore, limits: DecodingLimits,
        knowing resource: inout OTLPKnownResource
    ) throws(WireError) -> Int {
        try decode(into: &store, isJSON: false, &resource) { (sink: inout OTLPSpans) throws(WireError) in
            try OTLPProtobufWalker.walk(payload.span.bytes, into: &sink, limits: limits)
        }
    }

    private static func decode(
        into store: inout SpanStore, isJSON: Bool, _ resource: inout OTLPKnownResource,
        _ walk: (inout OTLPSpans) throws(WireError) -> Void
    ) throws(WireError) -> Int {
        let mark = store.mark()
        var sink = OTLPSpans(store: store, isJSON: isJSON, knownResource: resource)
        let failure: WireError?
        do throws(WireError) {
            try walk(&sink)
            failure = nil
        } catch {
            failure = error
        }
        resource = sink.knownResource
        store = sink.finish()
        guard let failure else { return store.commit(since: mark) }
        store.rollback(to: mark)
        throw failure
    }

    /// Everything that a JSON payload said, in its own words and order; for rules, not for speed.
    ///
    /// - Returns: the payload's own fields, ``OTLPMessage/request``.
    /// - Throws: when the payload is not JSON, or not an object.
    public static func records(
        json payload: [UInt8], limits: DecodingLimits = .default
    ) throws(WireError) -> OTLPRecord {
        var sink = OTLPRecords()
        try OTLPJSONWalker.walk(payload.span.bytes, into: &sink, limits: limits)
        return sink.request
    }

    /// Everything that a protobuf payload said, in its own words and order; for rules, not for speed.
    ///
    /// - Returns: the payload's own fields, ``OTLPMessage/request``.
    /// - Throws: when the payload is not protobuf.
    public static func records(
        protobuf payload: [UInt8], limits: DecodingLimits = .default
    ) throws(WireError) -> OTLPRecord {
        var sink = OTLPRecords()
        try OTLPProtobufWalker.walk(payload.span.bytes, into: &sink, limits: limits)
        return sink.request
    }
}
