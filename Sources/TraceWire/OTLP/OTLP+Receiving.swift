import TraceBytes
import TraceModel

extension OTLP {
    /// The encoding that a request declares; nil when its type is none of theirs.
    public static func format(of request: ReceivedPayload) -> WireFormat? {
        if request.isGRPC { return grpc }
        if request.declares(protobuf.contentType) { return protobuf }
        return request.declares(json.contentType) ? json : nil
    }

    /// Judges a request as the specification and, where that is silent, the OpenTelemetry Collector do, and adds its spans
    /// to a store, all of them or none.
    ///
    /// - Returns: how many spans were added; 0 for an empty request, which is taken.
    /// - Throws: why the request was refused; ``ReceiverResponse/otlp(refusing:)`` says what its sender is told.
    @discardableResult
    public static func receive(
        _ request: ReceivedPayload, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(OTLPRefusal) -> Int {
        var none = OTLPKnownResource()
        return try receive(request, into: &store, limits: limits, knowing: &none)
    }

    /// The same for one of many requests from one sender.
    @discardableResult
    package static func receive(
        _ request: ReceivedPayload, into store: inout SpanStore, limits: DecodingLimits,
        knowing resource: inout OTLPKnownResource
    ) throws(OTLPRefusal) -> Int {
        let format = format(of: request)
        let path = format == grpc ? grpc.path : json.path
        guard request.target == path || request.path == path else { throw .path(request.path) }
        guard request.method == "POST" else { throw .method(request.method) }
        guard let format else { throw .mediaType(request.mediaType) }
        let body: [UInt8]
        do throws(ContentError) {
            body = try request.content(limits: limits)
        } catch {
            throw .content(error, format)
        }
        do throws(WireError) {
            return format == json
                ? try decode(json: body, into: &store, limits: limits)
                : try decode(protobuf: body, into: &store, limits: limits, knowing: &resource)
        } catch {
            throw .undecodable(error, format)
        }
    }
}

/// Why a request to an OTLP receiver was not taken; with the encoding of the request where the answer has it too.
public enum OTLPRefusal: Error, Hashable, Sendable {
    case method(String)
    case path(String)
    /// A type that is neither JSON nor protobuf; nil when none was declared.
    case mediaType(String?)
    /// A body whose content cannot be had, or is too large.
    case content(ContentError, WireFormat)
    case undecodable(WireError, WireFormat)
}

extension OTLPRefusal: CustomStringConvertible {
    /// In the words of the OpenTelemetry Collector where it has some.
    public var description: String {
        switch self {
        case .method: "405 method not allowed, supported: [POST]"
        case .path(let path): "nothing is at \(path), spans are POSTed to \(OTLP.json.path)"
        case .mediaType:
            "415 unsupported media type, supported: [\(OTLP.json.contentType), \(OTLP.protobuf.contentType)]"
        case .content(let error, _): "\(error)"
        case .undecodable(let error, _): "\(error)"
        }
    }
}
