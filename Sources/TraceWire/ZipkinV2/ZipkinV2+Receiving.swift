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
        guard !contains(body, "yAnnotations\"") else { throw .otherVersion(expected: "JSON_V2", received: "JSON_V1") }
    }

    /// Whether a text stands anywhere in the bytes: an upper-case A is rare, so that only its places are compared.
    private static func contains(_ body: [UInt8], _ text: StaticString) -> Bool {
        let bytes = body.span.bytes
        let length = text.utf8CodeUnitCount
        guard bytes.byteCount >= length else { return false }
        // `offset + length` stays within the count.
        for offset in 0...bytes.byteCount - length where bytes.byte(at: offset + 1) == 0x41 {
            if bytes.clamped(to: offset..<offset + length).equals(text) { return true }
        }
        return false
    }
}
