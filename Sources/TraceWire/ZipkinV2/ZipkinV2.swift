import TraceBytes
import TraceModel

/// Zipkin's second data model: spans as flat JSON objects, times in microseconds, tags of strings.
///
/// Specification: zipkin-api, `zipkin2-api.yaml`; behaviour of receivers: the reference server.
public enum ZipkinV2 {
    /// An array of spans as JSON, POSTed to port 9411.
    public static let json = WireFormat(
        name: "zipkin-v2", path: "/api/v2/spans", contentType: "application/json", defaultPort: 9411)

    /// The message ListOfSpans of `zipkin.proto`, POSTed to the same path.
    public static let protobuf = WireFormat(
        name: "zipkin-v2-protobuf", path: "/api/v2/spans", contentType: "application/x-protobuf", defaultPort: 9411)

    /// Adds the spans of a payload to a store: all of them or, when any is refused, none.
    ///
    /// Read leniently where the reference server is lenient (short ids are padded, an id of a parent that is zero or the
    /// span's own is absent, times that are not positive are absent, unknown members are skipped), and refused where it
    /// answers 400. Names keep their case, which the reference server folds.
    ///
    /// - Returns: how many spans were added.
    /// - Throws: the first reason, with its path and offset. The store is as it was before.
    @discardableResult
    public static func decode(
        json payload: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        let mark = store.mark()
        var sink = ZipkinV2Spans(store: store, limits: limits)
        let failure = walk(payload, into: &sink, limits: limits)
        store = sink.finish()
        guard let failure else { return store.commit(since: mark) }
        store.rollback(to: mark)
        throw failure
    }

    /// The same for protobuf. Beyond what both encodings have in common, the reference server passes over what JSON lets it
    /// refuse: kinds that nobody knows, annotations without time or value, addresses of a wrong length.
    @discardableResult
    public static func decode(
        protobuf payload: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        let mark = store.mark()
        var sink = ZipkinV2Spans(store: store, limits: limits, dropsIncompleteAnnotations: true)
        let failure = walk(protobuf: payload, into: &sink, limits: limits)
        store = sink.finish()
        guard let failure else { return store.commit(since: mark) }
        store.rollback(to: mark)
        throw failure
    }

    /// Everything that a payload said, in its own words and order; for rules, not for speed.
    ///
    /// - Throws: when the payload is not JSON, or not an array of objects of readable members.
    public static func records(
        json payload: [UInt8], limits: DecodingLimits = .default
    ) throws(WireError) -> [ZipkinV2Span] {
        var sink = ZipkinV2Records()
        if let failure = walk(payload, into: &sink, limits: limits) { throw failure }
        return sink.spans
    }

    /// The same for protobuf: identifiers and addresses of any length as bytes, unknown fields with theirs.
    public static func records(
        protobuf payload: [UInt8], limits: DecodingLimits = .default
    ) throws(WireError) -> [ZipkinV2Span] {
        var sink = ZipkinV2Records()
        if let failure = walk(protobuf: payload, into: &sink, limits: limits) { throw failure }
        return sink.spans
    }

    private static func walk<Sink: ZipkinV2Sink & ~Copyable>(
        _ payload: [UInt8], into sink: inout Sink, limits: DecodingLimits
    ) -> WireError? {
        do throws(WireError) {
            try ZipkinV2JSONWalker.walk(payload.span.bytes, into: &sink, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private static func walk<Sink: ZipkinV2Sink & ~Copyable>(
        protobuf payload: [UInt8], into sink: inout Sink, limits: DecodingLimits
    ) -> WireError? {
        do throws(WireError) {
            try ZipkinV2ProtobufWalker.walk(payload.span.bytes, into: &sink, limits: limits)
            return nil
        } catch {
            return error
        }
    }
}
