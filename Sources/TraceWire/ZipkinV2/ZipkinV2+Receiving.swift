import TraceBytes
import TraceModel

extension ZipkinV2 {
    /// Judges a request as the reference server does and adds its spans to a store, all of them or none.
    ///
    /// - Returns: how many spans were added; 0 for an empty body and for `[]`, which the server takes.
    /// - Throws: why the request was refused; ``ReceiverResponse/zipkin(refusing:)`` says what its sender is told.
    @discardableResult
    public static func receive(
        _ request: ReceivedPayload, into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(ZipkinRefusal) -> Int {
        guard request.path == json.path else { throw .path(request.path) }
        guard request.method == "POST" else { throw .method(request.method) }
        guard request.body.count <= limits.payloadBytes else { throw .tooLarge(limit: limits.payloadBytes) }
        let body = try request.zipkinContent(limits: limits)
        if body.isEmpty { return 0 }
        // This type alone selects another decoder; everything else, also a missing type, is read as JSON.
        let isProtobuf = request.declares(protobuf.contentType)
        if isProtobuf { try requireMessages(body) } else { try requireList(body) }
        do throws(WireError) {
            return isProtobuf
                ? try decode(protobuf: body, into: &store, limits: limits)
                : try decode(json: body, into: &store, limits: limits)
        } catch {
            throw .undecodable(error)
        }
    }

    /// The same for protobuf: that it begins with a field 1 that has a length, and a length that is not zero.
    private static func requireMessages(_ body: [UInt8]) throws(ZipkinRefusal) {
        guard body.count > 1, body[0] == 0x0a, body[1] != 0 else { throw .notAList(expected: "PROTO3") }
    }

    /// What the server asks of a body before it decodes: that the first byte opens a list, so that white space, a byte
    /// order mark or a single object is refused, and that nowhere stands what only version 1 writes.
    private static func requireList(_ body: [UInt8]) throws(ZipkinRefusal) {
        guard body.first == 0x5b else { throw .notAList(expected: "JSON_V2") }
        // The capital is rare, so that few places are compared.
        guard !body.span.bytes.contains("yAnnotations\"", telling: 1) else {
            throw .otherVersion(expected: "JSON_V2", received: "JSON_V1")
        }
    }
}
