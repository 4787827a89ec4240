import TraceBytes
import TraceModel
import TraceWire

/// A form in which a collector and its peer are sent the same spans.
enum PeerForm: String, CaseIterable {
    case otlpProtobuf = "otlp-protobuf"
    case otlpJSON = "otlp-json"
    case otlpGRPC = "otlp-grpc"
    case jaegerCompact = "jaeger-compact"

    var format: WireFormat {
        switch self {
        case .otlpProtobuf: OTLP.protobuf
        case .otlpJSON: OTLP.json
        case .otlpGRPC: OTLP.grpc
        case .jaegerCompact: Jaeger.compact
        }
    }

    /// Payloads as requests carry them: those of gRPC with the prefix of their message.
    func bodies(spans: Int, count: Int) throws -> [[UInt8]] {
        let payloads = try payloads(spans: spans, count: count)
        return self == .otlpGRPC ? payloads.map { GRPCMessage($0).framed } : payloads
    }

    /// Payloads of which each has spans of its own, written before anything is measured.
    func payloads(spans: Int, count: Int) throws -> [[UInt8]] {
        try (0..<count).map { number in
            let batch = PeerSpans.batch(
                count: spans, seed: UInt64(number), isShort: self == .jaegerCompact)
            switch self {
            case .otlpProtobuf, .otlpGRPC: return OTLPProtobufEncoder.encode(batch)
            case .otlpJSON: return OTLPJSONEncoder.encode(batch)
            case .jaegerCompact:
                let datagrams = JaegerEncoder.datagrams(of: batch, encoding: .compact, limit: 65_000).datagrams
                guard datagrams.count == 1 else {
                    throw BenchmarkError.unexpected("\(spans) spans took \(datagrams.count) datagrams")
                }
                return datagrams[0].bytes
            }
        }
    }
}

/// Spans as an instrumented web service sends them: a resource that says a lot, a scope, ten attributes, and an event.
enum PeerSpans {
    private static let resource = Resource(
        attributes: [
            Attribute("service.name", .string("shop")), Attribute("service.version", .string("1.4.2")),
            Attribute("service.namespace", .string("demo")),
            Attribute("service.instance.id", .string("shop-7d9f6c5b4-x2x9z")),
            Attribute("host.name", .string("node-03")), Attribute("telemetry.sdk.name", .string("opentelemetry")),
            Attribute("telemetry.sdk.language", .string("python")),
            Attribute("telemetry.sdk.version", .string("1.38.0")),
        ])
    private static let scope = InstrumentationScope(
        name: "opentelemetry.instrumentation.flask", version: "0.59b0")

    /// - Parameter isShort: with five attributes and without an event, so that ten take 4.6 kB in Jaeger's compact encoding.
    static func batch(count: Int, seed: UInt64, isShort: Bool) -> [TraceSpan] {
        SyntheticSpans.batch(count: count, seed: seed).map { span in
            var span = span
            span.localEndpoint = nil
            span.resource = resource
            span.scope = scope
            if isShort {
                span.attributes.removeLast(4)
                return span
            }
            span.attributes.append(Attribute("thread.id", .int(Int64(span.spanID.value % 64))))
            let event = SpanEvent(
                time: span.start ?? Timestamp(nanoseconds: 0), name: "cache.miss",
                attributes: [
                    Attribute("cache.key", .string("order:\(span.spanID.value % 1_000_000)")),
                    Attribute("cache.shard", .int(9)),
                ])
            span.events = [event]
            return span
        }
    }
}
