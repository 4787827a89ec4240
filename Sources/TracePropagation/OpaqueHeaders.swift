import TraceBytes

/// The header fields that a service passes on without reading them: Envoy's request id, and what Istio's page
/// "Distributed Tracing" and its sample application copy.
///
/// Istio's list is sorted into three here:
/// - Contexts in a format of ``PropagationFormats`` (W3C, B3) are never copied. The service has spans in that trace: a
///   copy would name a span that is not the caller's, beside a context that does. They are written anew, or dropped.
/// - Contexts in a format that no file here reads (Datadog, SkyWalking, Lightstep, OpenCensus) are copied. They belong
///   to a tracer in which this service has no span, usually its proxy's; the last span of that tracer is the one they
///   name, so the copy is true, and dropping it would cut that tracer's trace in two.
/// - Application headers: `end-user`, by which a mesh routes along the whole request, is copied. `authorization`, `jwt`
///   and `cookie` are credentials for the service that got them and not for the next one, and `user-agent` is the
///   caller's own name: not copied.
///
/// W3C `baggage` is not on Istio's list and is copied: it is independent of the trace context (W3C Baggage section 1)
/// and says nothing of spans.
package enum OpaqueHeaders {
    /// In lower case. A format that gets a file of its own leaves this list.
    package static let names = [
        // Envoy
        "x-request-id", "x-client-trace-id", "x-envoy-force-trace",
        // Datadog; without origin and tags the ids lose their high half and their sampling mechanism
        "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority", "x-datadog-origin",
        "x-datadog-tags",
        // Lightstep
        "x-ot-span-context",
        // Google Cloud Trace, OpenCensus
        "x-cloud-trace-context", "grpc-trace-bin",
        // SkyWalking, with its extension and its correlation data
        "sw8", "sw8-x", "sw8-correlation",
        // the sample application
        "end-user",
        // W3C
        "baggage",
    ]

    /// Those whose fields are one list together; of the others a message carries one.
    private static let lists = ["baggage"]

    /// The first field of each name, of lists all fields, byte for byte as they came, in the order of ``names``.
    package static func copy(from incoming: HeaderFields, into outgoing: inout HeaderFields) {
        for name in names {
            let fields = incoming.all(name)
            guard !fields.isEmpty else { continue }
            outgoing.removeAll(named: name)
            for field in lists.contains(name) ? fields[...] : fields.prefix(1) { outgoing.append(field) }
        }
    }
}
