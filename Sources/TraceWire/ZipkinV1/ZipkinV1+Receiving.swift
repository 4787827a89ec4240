import TraceBytes
import TraceModel

extension ZipkinV1 {
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
        // Only this type selects another decoder; everything else, also a missing type, is read as JSON.
        let form = request.declares(thrift.contentType) ? Form.thriftList : .json
        if body.isEmpty { return 0 }
        try requireList(body, of: form)
        do throws(WireError) {
            return try decode(body, as: form, into: &store, limits: limits)
        } catch {
            throw .undecodable(error)
        }
    }

    /// Adds the spans of a datagram to a store, all of them or none. Nobody is answered.
    ///
    /// - Throws: why the datagram was refused.
    @discardableResult
    public static func receive(
        datagram: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        try decode(datagram, as: .compactDatagram, into: &store, limits: limits)
    }

    /// What the server asks of a body before it decodes: that the first byte opens a list, and that nowhere in JSON stands
    /// what only version 2 writes.
    private static func requireList(_ body: [UInt8], of form: Form) throws(ZipkinRefusal) {
        guard form == .json else {
            guard body.first == 0x0c || body.first == 0x0b else { throw .notAList(expected: "THRIFT") }
            return
        }
        guard body.first == 0x5b else { throw .notAList(expected: "JSON_V1") }
        let bytes = body.span.bytes
        guard !bytes.contains("Endpoint\""), !bytes.contains("\"tags\"") else {
            throw .otherVersion(expected: "JSON_V1", received: "JSON_V2")
        }
    }
}
