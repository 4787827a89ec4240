import TraceBytes

/// `grpc.health.v1.Health` (gRPC, health-checking.md): whoever asks learns that everything here serves.
///
/// `Check` alone: `Watch` streams its answers. Clients take its UNIMPLEMENTED for a server that cannot be watched and
/// go on without.
enum GRPCHealth {
    static let service = "grpc.health.v1.Health"

    static func requireServed(_ head: GRPCCallHead) throws(GRPCRefusal) {
        switch head.method {
        case "Check": break
        case "Watch": throw .streaming(head.method)
        default: throw .unknownMethod(head.method, service: service)
        }
    }

    /// SERVING for a service that is served; "if the service name is not registered, the server returns a NOT_FOUND".
    static func check(_ call: GRPCCall, isServed: (String) -> Bool) throws(GRPCRefusal) -> GRPCAnswer {
        let name: String
        do throws(ReadError) {
            name = try requestedService(call.content.span.bytes)
        } catch {
            throw .undecodable("\(error)")
        }
        guard isServed(name) else { return GRPCAnswer(GRPCStatus(.notFound, "unknown service \(name)")) }
        // HealthCheckResponse: field 1, `status`, is 1, SERVING.
        var writer = ProtobufWriter()
        writer.write(1, varint: 1)
        return GRPCAnswer(writer.bytes)
    }

    /// HealthCheckRequest: field 1, `service`; the last one counts (protobuf encoding, Last One Wins).
    private static func requestedService(_ bytes: RawSpan) throws(ReadError) -> String {
        var service = ""
        var reader = ProtobufReader(bytes)
        while let tag = try reader.nextTag() {
            if tag.rawValue == ProtobufTag.lengthDelimited(1) {
                service = reader.bytes(in: try reader.readText()).text()
            } else {
                try reader.skipValue(of: tag)
            }
        }
        return service
    }
}
