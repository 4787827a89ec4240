import TraceBytes
import TraceModel

extension Jaeger {
    /// Judges a request as the collector does and adds its spans to a store, all of them or none.
    ///
    /// - Returns: how many spans were added.
    /// - Throws: why the request was refused; ``ReceiverResponse/jaeger(refusing:)`` says what its sender is told.
    @discardableResult
    public static func receive(
        _ request: ReceivedPayload, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(JaegerRefusal) -> Int {
        guard request.path == http.path else { throw .path(request.path) }
        guard request.method == "POST" else { throw .method(request.method) }
        guard request.body.count <= limits.payloadBytes else { throw .tooLarge(limit: limits.payloadBytes) }
        guard let type = request.mediaType, !type.isEmpty else { throw .noContentType }
        guard type == http.contentType || type == otherContentType else { throw .contentType(type) }
        let body: [UInt8]
        do throws(ContentError) {
            body = try request.content(limits: limits)
        } catch {
            throw .content(error)
        }
        do throws(WireError) {
            return try decode(body, as: .httpBody, into: &store, limits: limits)
        } catch {
            throw .undecodable(error)
        }
    }

    /// Adds the spans of a datagram to a store, all of them or none. Nobody is answered.
    ///
    /// - Parameters:
    ///   - datagram: one message.
    ///   - encoding: compact on port 6831, binary on 6832.
    ///   - store: as it was before when the datagram is refused.
    ///   - limits: what the datagram may ask of the decoder.
    /// - Returns: how many spans were added.
    /// - Throws: why the datagram was refused. One longer than ``datagramBytes`` is taken whole, although the agent's
    ///   buffer would have cut it: its length is in the record.
    @discardableResult
    public static func receive(
        datagram: borrowing RawSpan, encoding: ThriftEncoding, into store: inout SpanStore,
        limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        try decode(
            datagram, as: encoding == .compact ? .compactDatagram : .binaryDatagram, into: &store, limits: limits)
    }

    /// Adds the spans of a datagram to a store, all of them or none.
    @discardableResult
    public static func receive(
        datagram: [UInt8], encoding: ThriftEncoding, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        try receive(datagram: datagram.span.bytes, encoding: encoding, into: &store, limits: limits)
    }
}

/// Why a request to a Jaeger collector was not taken.
public enum JaegerRefusal: Error, Hashable, Sendable {
    case method(String)
    case path(String)
    case tooLarge(limit: Int)
    /// A body whose content cannot be had. The collector itself reads none that is coded; its successors do.
    case content(ContentError)
    case noContentType
    /// Neither of the two types that the collector takes.
    case contentType(String)
    case undecodable(WireError)
}

extension JaegerRefusal: CustomStringConvertible {
    /// In the words of the collector where it has some.
    public var description: String {
        switch self {
        case .method(let method): "\(method) is not allowed here, batches are POSTed"
        case .path(let path): "nothing is at \(path), batches are POSTed to \(Jaeger.http.path)"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .noContentType: "Cannot parse content type: mime: no media type"
        case .contentType(let type): "Unsupported content type: \(type)"
        case .content(let error): "Unable to process request body: \(error)"
        case .undecodable(let error): "Unable to process request body: \(error)"
        }
    }
}
