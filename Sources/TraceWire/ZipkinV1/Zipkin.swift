import TraceBytes
import TraceModel

/// Zipkin's HTTP receiver as a whole: both versions on one port, told apart by the path.
public enum Zipkin {
    /// Judges a request as the reference server does and adds its spans to a store, all of them or none.
    ///
    /// The version goes by the path, `/api/v1/spans` or `/api/v2/spans`; the encoding by the type of the body, as each
    /// version's own `receive` says.
    ///
    /// - Throws: why the request was refused; ``ReceiverResponse/zipkin(refusing:)`` says what its sender is told.
    @discardableResult
    public static func receive(
        _ request: ReceivedPayload, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(ZipkinRefusal) -> Int {
        switch request.path {
        case ZipkinV1.json.path: try ZipkinV1.receive(request, into: &store, limits: limits)
        default: try ZipkinV2.receive(request, into: &store, limits: limits)
        }
    }
}
