import TraceBytes
import TraceModel

// Jaeger's model as protobuf: what gRPC carries to a collector.

extension Jaeger {
    /// `CollectorService.PostSpans` of `collector.proto`: a `PostSpansRequest` with one batch.
    public static let grpc = WireFormat(
        name: "jaeger-grpc", carrier: .grpc(method: "/jaeger.api_v2.CollectorService/PostSpans"), defaultPort: 14250)

    /// Adds the spans of a `PostSpansRequest`, without the framing of gRPC, to a store: all of them or, when any is refused,
    /// none.
    ///
    /// Refused is what Jaeger's collector cannot read: what protobuf does not allow, declared fields with another wire type,
    /// trace ids of other than 16 or 8 bytes, span ids of other than 8, and times that are none. Absent ids are taken, as
    /// zeros. Fields that are not declared are passed over.
    ///
    /// - Returns: how many spans were added.
    /// - Throws: the first reason, with its path and offset. The store is as it was before.
    @discardableResult
    public static func decode(
        protobuf payload: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        let mark = store.mark()
        var sink = JaegerSpans(store: store)
        let failure: WireError?
        do throws(WireError) {
            try JaegerProtobufWalker.walk(payload.span.bytes, into: &sink, limits: limits)
            failure = nil
        } catch {
            failure = error
        }
        store = sink.finish()
        guard let failure else { return store.commit(since: mark) }
        store.rollback(to: mark)
        throw failure
    }

    /// Everything that a `PostSpansRequest` said, in its own words and order; for rules, not for speed.
    ///
    /// - Returns: the payload's own fields, ``JaegerProtobufMessage/request``.
    /// - Throws: when the payload is not protobuf.
    public static func records(
        protobuf payload: [UInt8], limits: DecodingLimits = .default
    ) throws(WireError) -> JaegerProtobufRecord {
        var sink = JaegerProtobufRecords()
        try JaegerProtobufWalker.walk(payload.span.bytes, into: &sink, limits: limits)
        return sink.request
    }
}
