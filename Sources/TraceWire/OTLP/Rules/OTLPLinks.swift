import TraceRules

// MARK: trace.proto, Span.Link; OpenTelemetry Tracing API, Link

extension Rule<OTLPPayload> {
    static let linkCount = Rule(
        "otlp/link/count", "OTLP-015", .should, "A span has at most 128 links.",
        why: "128 is the limit where none is configured; backends cut off what lies beyond their own.", owner: .sdk,
        spec: "OpenTelemetry Tracing SDK, Span Limits", good: #"128 links, "droppedLinksCount":372"#, bad: "500 links"
    ) { payload, check in
        payload.expectCount(of: .spanLinks, in: .span, &check)
    }

    static let linkTraceIDLength = Rule(
        "otlp/link/trace-id-length", "OTLP-019", .must, "The trace id of a link has 16 bytes.",
        why: "Collectors refuse the whole request.", spec: "trace.proto, Span.Link.trace_id",
        good: #""links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}]"#,
        bad: #""links":[{"traceId":"a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}]"#
    ) { payload, check in
        payload.expectLength(of: .linkTraceId, in: .link, &check)
    }

    static let linkSpanIDLength = Rule(
        "otlp/link/span-id-length", "OTLP-019", .must, "The span id of a link has 8 bytes.",
        why: "Collectors refuse the whole request.", spec: "trace.proto, Span.Link.span_id",
        good: #""links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}]"#,
        bad: #""links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"0ba902b7"}]"#
    ) { payload, check in
        payload.expectLength(of: .linkSpanId, in: .link, &check)
    }

    /// Links to nothing are allowed where their attributes or their trace state say something (Tracing API, Link).
    static let linkSaysSomething = Rule(
        "otlp/link/says-something", "OTLP-019", .should,
        "A link without attributes and trace state has a trace id and a span id that are not zero.",
        why: "It leads nowhere and says nothing: backends drop it, or show a link that cannot be followed.",
        owner: .sdk, spec: "OpenTelemetry Tracing API, Link",
        good: #""links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}]"#,
        bad: #""links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}]"#
    ) { payload, check in
        for place in payload.places(of: .link) {
            let link = place.record
            guard link.count(of: .linkAttributes) == 0, link.textOrEmpty(.linkTraceState)?.isEmpty == true else {
                continue
            }
            for field in [OTLPField.linkTraceId, .linkSpanId] {
                let isAbsent = link.lacksIdentifier(field)
                guard isAbsent || link.identifierDigits(field) == field.identifierDigits else { continue }
                check.expect(
                    !isAbsent && !link.isZeroIdentifier(field),
                    else: payload.violation(
                        at: place, field, expected: "an id that is not zero",
                        actual: isAbsent ? link.absence(of: field) : "zeros"))
            }
        }
    }
}
