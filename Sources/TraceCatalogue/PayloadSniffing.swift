import TraceBytes
import TraceModel
import TraceWire

/// Tells the format of a payload by how it was carried and, where that does not say enough, by its bytes.
enum PayloadSniffing {
    /// What to do when nobody can tell.
    static func advice(for payload: SubmittedPayload) -> String {
        if let request = payload.request, isOtherCall(request) {
            return "a call of \(request.path), which takes no spans"
        }
        return "neither its carrier nor its bytes tell the format; name it with --as FORM"
    }

    /// nil when nothing tells it.
    static func format(of payload: SubmittedPayload, content: [UInt8]) -> WireFormat? {
        guard let request = payload.request else { return format(of: content) }
        if request.isDatagram { return format(of: content) ?? payload.port.flatMap(format(ofDatagramAt:)) }
        if let called = formatOfCall(request, at: payload.port) { return called }
        if isOtherCall(request) { return nil }
        let candidates = WireFormat.all.filter { $0.path == request.path }
        let declared = candidates.first { $0.contentType == request.mediaType }
        // Mostly the first byte agrees with the header, and nothing else could be meant at that path.
        if let declared, isPlainly(declared, content) { return declared }
        let byBytes = format(of: content)
        // Bytes speak louder than the header: what disagrees is a finding, not another format.
        if let byBytes, candidates.contains(byBytes) { return byBytes }
        return declared ?? byBytes ?? candidates.first
    }

    /// Whether the content begins as a format must whose encoding no other format at its path has.
    private static func isPlainly(_ format: WireFormat, _ content: [UInt8]) -> Bool {
        guard content.count > 1 else { return false }
        switch format {
        case OTLP.json, ZipkinV2.json: return [UInt8(ascii: "["), UInt8(ascii: "{")].contains(content[0])
        // Not a line feed before JSON.
        case OTLP.protobuf, ZipkinV2.protobuf:
            return content[0] == 0x0a && ![0x5b, 0x7b, 0x20, 0x09, 0x0a, 0x0d].contains(content[1])
        default: return false
        }
    }

    private static func format(ofDatagramAt port: UInt16) -> WireFormat? {
        WireFormat.all.first { $0.carrier == .udp && $0.defaultPort == port }
    }

    /// By the bytes alone.
    static func format(of content: [UInt8]) -> WireFormat? {
        switch content.first {
        // White space and a byte order mark before JSON are wrong, and JSON is behind them all the same.
        case UInt8(ascii: "["), UInt8(ascii: "{"), 0x20, 0x09, 0x0a, 0x0d, 0xef:
            if content.first == 0x0a, let protobuf = protobuf(content) { return protobuf }
            return json(content)
        case 0x82: return names("emitZipkinBatch", content) ? ZipkinV1.udp : Jaeger.compact
        case 0x80: return names("submitBatches", content) ? Jaeger.http : Jaeger.binary
        // A field of a struct has a number above 0 in its next two bytes; a list has a count there, which is small.
        case 0x0c, 0x0b, 0x0f, 0x08:
            guard content.count > 4 else { return nil }
            return content[0] == 0x0c && content[1] == 0 && content[2] == 0 ? ZipkinV1.thrift : Jaeger.http
        // An old header of the binary encoding: the length of the name of the method.
        case 0x00: return names("emitBatch", content) ? Jaeger.binary : nil
        default: return nil
        }
    }

    private static func json(_ content: [UInt8]) -> WireFormat? {
        let bytes = content.span.bytes
        let first = content.first { ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].contains($0) }
        if bytes.contains("\"resourceSpans\"") || bytes.contains("\"resource_spans\"") { return OTLP.json }
        if first == UInt8(ascii: "["), bytes.contains("\"binaryAnnotations\"") { return ZipkinV1.json }
        if first == UInt8(ascii: "["), bytes.contains("\"endpoint\""), !bytes.contains("\"localEndpoint\"") {
            return ZipkinV1.json
        }
        return first == UInt8(ascii: "[") || bytes.contains("\"traceId\"") ? ZipkinV2.json : nil
    }

    /// All begin with a message in field 1. In Zipkin's list and in Jaeger's batch that leads to spans, which have ids of 8 or
    /// 16 bytes where OTLP's groups have messages.
    private static func protobuf(_ content: [UInt8]) -> WireFormat? {
        var store = SpanStore()
        if (try? ZipkinV2.decode(protobuf: content, into: &store)) ?? 0 > 0 { return ZipkinV2.protobuf }
        if (try? Jaeger.decode(protobuf: content, into: &store)) ?? 0 > 0,
            store.allSpans().allSatisfy({ $0.traceID.isValid && $0.spanID.isValid })
        {
            return Jaeger.grpc
        }
        if (try? OTLP.decode(protobuf: content, into: &store)) != nil { return OTLP.protobuf }
        return nil
    }

    private static func names(_ method: StaticString, _ content: [UInt8]) -> Bool {
        content.span.bytes.clamped(to: 0..<64).contains(method)
    }
}
