import TraceRules

extension Catalogue {
    /// Trace headers of single vendors on the calls of a service.
    static let vendorHeaders: [UnjudgedRule] = [
        UnjudgedRule(
            "uber/trace-id/fields", "JGP-001", .must,
            "uber-trace-id has four hex fields of 16 or 32, 16, 16 or 1, and 1 or 2 digits.",
            spec: "Jaeger propagation format",
            place: .nowhere(needs: "requests in uber-trace-id to a service that speaks it")),
        UnjudgedRule(
            "uber/trace-id/flags", "JGP-002", .must,
            "Flags are 1 when sampled and 3 for debug; the parent is 0 or hex.",
            spec: "Jaeger propagation format, flags",
            place: .nowhere(needs: "requests in uber-trace-id to a service that speaks it")),
        UnjudgedRule(
            "uber/baggage/encoded", "JGP-003", .must,
            "Values of uberctx- headers are URL-encoded.",
            spec: "Jaeger propagation format, baggage",
            place: .nowhere(needs: "requests in uberctx- headers to a service that speaks it")),
        UnjudgedRule(
            "uber/debug-id", "JGP-004", .should,
            "jaeger-debug-id forces a debug trace, with a tag of its value on the root span.",
            spec: "Jaeger client libraries, debug traces",
            place: .nowhere(needs: "requests in jaeger-debug-id to a service that speaks it")),
        UnjudgedRule(
            "uber/trace-id/short", "JGP-005", .warning,
            "Ids are read with and without leading zeros.",
            spec: "Jaeger propagation format",
            place: .nowhere(needs: "requests in uber-trace-id to a service that speaks it")),
        UnjudgedRule(
            "datadog/ids/decimal", "DDP-001", .must,
            "x-datadog ids are decimal, and a trace id is 1 to 2^64 - 1.",
            spec: "dd-trace-py, propagation",
            place: .nowhere(needs: "requests in x-datadog headers to a service that speaks it")),
        UnjudgedRule(
            "datadog/trace-id/high-half", "DDP-002", .must,
            "The high half of a trace id is _dd.p.tid, of 16 lower-case hex digits.",
            spec: "dd-trace-py, propagation",
            place: .nowhere(needs: "requests in x-datadog headers to a service that speaks it")),
        UnjudgedRule(
            "datadog/sampling/consistent", "DDP-003", .warning,
            "x-datadog-sampling-priority agrees with what is exported: above 0 means kept.",
            spec: "dd-trace-py, propagation",
            place: .nowhere(needs: "requests in x-datadog headers to a service that speaks it")),
        UnjudgedRule(
            "xray/trace-id/fields", "XRY-001", .must,
            "X-Amzn-Trace-Id has Root=1- with 8 and 24 digits, Parent, and Sampled of 0 or 1.",
            spec: "AWS X-Ray propagator, trace header",
            place: .nowhere(needs: "requests in X-Amzn-Trace-Id to a service that speaks it")),
        UnjudgedRule(
            "google-cloud/span-id", "GCP-001", .must,
            "The span id of x-cloud-trace-context is decimal, and is that of the span of the service.",
            spec: "Google Cloud Trace, trace context",
            place: .nowhere(needs: "requests in x-cloud-trace-context to a service that speaks it")),
        UnjudgedRule(
            "envoy/span-context/verbatim", "OTS-001", .must,
            "x-ot-span-context goes out as it came in.",
            spec: "Istio, Trace context propagation",
            place: .nowhere(needs: "requests with x-ot-span-context; harness verify sends none")),
        UnjudgedRule(
            "ot/trace-id/width", "OTT-001", .warning,
            "ot-tracer-traceid has 16 digits, the right half.",
            spec: "OpenTelemetry propagators, OT Trace",
            place: .nowhere(needs: "requests in ot-tracer headers to a service that speaks it")),
        UnjudgedRule(
            "skywalking/fields", "SW8-001", .must,
            "sw8 has eight fields, in base64 where they are texts, and a sample flag of 0 or 1.",
            spec: "SkyWalking cross process propagation v3",
            place: .nowhere(needs: "requests in sw8 to a service that speaks it")),
        UnjudgedRule(
            "grpc-trace-bin/fields", "GTB-001", .must,
            "grpc-trace-bin is base64 of version 0 with a trace id and a span id.",
            spec: "OpenCensus BinaryEncoding",
            place: .nowhere(needs: "requests in grpc-trace-bin to a service that speaks it")),
    ]

    /// What a service passes on beside the contexts that it speaks.
    static let forwarding: [UnjudgedRule] = [
        UnjudgedRule(
            "forwarded/opaque-headers", "FWD-001", .should,
            "Headers that a service does not read go out as they came in, once.",
            spec: "Istio, Trace context propagation",
            place: .verify(claims: ["chain/headers/propagated", "chain/headers/context"])),
        UnjudgedRule(
            "forwarded/request-id", "FWD-002", .warning,
            "x-request-id is one for a request and all calls that it leads to.",
            spec: "Envoy, x-request-id", place: .verify(claims: ["chain/headers/propagated"])),
        UnjudgedRule(
            "forwarded/agreement", "FWD-003", .warning,
            "Contexts in several formats on one request name one trace.",
            spec: "Inferred: a request has one trace", place: .verify(claims: ["chain/headers/context"])),
    ]
}
