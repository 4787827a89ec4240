import TraceBytes
import TraceWire

extension PayloadSniffing {
    /// The format of a call of gRPC, and of what should be one: by the method that is called, also where it is spelt wrongly
    /// or comes over HTTP/1; of what has no fields, by the port.
    static func formatOfCall(_ request: ReceivedPayload, at port: UInt16?) -> WireFormat? {
        let formats = WireFormat.all.filter { if case .grpc = $0.carrier { true } else { false } }
        if let called = formats.first(where: { $0.path == request.path }) { return called }
        if isSaidToBeCall(request), let meant = formats.first(where: { isMeant($0, by: request.path) }) { return meant }
        if request.isGRPC, request.path.hasSuffix(OTLP.json.path) { return OTLP.grpc }
        guard hasNoMethod(request) else { return nil }
        // Who speaks HTTP/2 to the other port of a family speaks gRPC, too: one endpoint is named for both.
        switch port {
        case OTLP.json.defaultPort: return OTLP.grpc
        case Jaeger.http.defaultPort: return Jaeger.grpc
        default: return formats.first { $0.defaultPort == port }
        }
    }

    /// A call of something that has nothing to do with spans: metrics and logs go to the same port.
    static func isOtherCall(_ request: ReceivedPayload) -> Bool {
        request.isGRPC && formatOfCall(request, at: nil) == nil
    }

    private static func isSaidToBeCall(_ request: ReceivedPayload) -> Bool {
        request.http2Fields != nil || saysGRPC(request)
    }

    private static func saysGRPC(_ request: ReceivedPayload) -> Bool {
        request.mediaType == "application/grpc" || request.mediaType?.hasPrefix("application/grpc+") == true
    }

    /// `/TraceService/Export`, `/v1/opentelemetry.proto.collector.trace.v1.traceservice/export`.
    private static func isMeant(_ format: WireFormat, by path: String) -> Bool {
        func names(_ path: String) -> [Substring] { path.split(separator: "/").suffix(2) }
        let (called, meant) = (names(path.lowercased()), names(format.path.lowercased()))
        guard called.count == 2, meant.count == 2 else { return false }
        return called[1] == meant[1] && called[0].split(separator: ".").last == meant[0].split(separator: ".").last
    }

    /// What broke HTTP/2 before it had fields, and what comes over HTTP/1 with the words of gRPC.
    private static func hasNoMethod(_ request: ReceivedPayload) -> Bool {
        if request.http2Fields != nil { return request.brokenRule != nil && request.target.isEmpty }
        return saysGRPC(request) || request.headers.text("upgrade")?.lowercased() == "h2c"
    }
}
