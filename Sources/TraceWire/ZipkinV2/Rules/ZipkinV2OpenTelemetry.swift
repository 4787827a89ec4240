import TraceRules

// MARK: OpenTelemetry to Zipkin Transformation; Mapping to non-OTLP Formats

extension Rule<ZipkinV2Payload> {
    static let openTelemetryErrorTag = Rule(
        "zipkin-v2/opentelemetry/error-tag", "ZIP2-025", .must, "A span with the status ERROR has the tag error.",
        why: "Zipkin knows failed spans by that tag alone: the span looks as if it had succeeded.",
        spec: "OpenTelemetry Zipkin exporter, Status", good: #"{"otel.status_code":"ERROR","error":"timeout"}"#,
        bad: #"{"otel.status_code":"ERROR"}"#
    ) { payload, check in
        for place in payload.places {
            guard let tags = place.span.tags, let code = tags[statusCode], code.value.text == "ERROR" else { continue }
            check.expect(
                tags["error"] != nil,
                else: place.violation(
                    at: #".tags["error"]"#, offset: code.offset, expected: "the description, or an empty text",
                    actual: "nothing"))
        }
    }

    static let openTelemetryFalseErrorLeftOut = Rule(
        "zipkin-v2/opentelemetry/false-error-left-out", "ZIP2-025", .should,
        "An attribute error that is false does not become a tag.",
        why: "Any value of the tag error makes the span a failed one in Zipkin.",
        spec: "OpenTelemetry Zipkin exporter, Status", good: #"{"otel.scope.name":"lib"}"#,
        bad: #"{"otel.scope.name":"lib","error":"false"}"#
    ) { payload, check in
        for place in payload.places {
            guard let error = place.span.tags?["error"], place.span.isOfOpenTelemetry else { continue }
            check.expect(
                error.value.text != "false",
                else: place.violation(of: error, expected: "no tag", actual: error.value.described))
        }
    }

    static let openTelemetryStatusCode = Rule(
        "zipkin-v2/opentelemetry/status-code", "ZIP2-026", .must, "The tag otel.status_code is OK or ERROR.",
        why: "Collectors that translate back do not know another word, and lose the status.",
        spec: "OpenTelemetry Zipkin exporter, Status", good: #"{"otel.status_code":"OK"}"#,
        bad: #"{"otel.status_code":"UNSET"}"#
    ) { payload, check in
        for place in payload.places {
            guard let code = place.span.tags?[statusCode], let text = code.value.text else { continue }
            check.expect(
                text == "OK" || text == "ERROR",
                else: place.violation(of: code, expected: "OK, ERROR, or no tag", actual: code.value.described))
        }
    }

    static let openTelemetryScopeName = Rule(
        "zipkin-v2/opentelemetry/scope-name", "ZIP2-027", .should,
        "The tags otel.scope.name and otel.library.name stand together, with one value.",
        why: "Tools know one of the names: spans of a library are not found by the other.",
        spec: "OpenTelemetry Mapping to non-OTLP Formats, InstrumentationScope",
        good: #"{"otel.scope.name":"lib","otel.library.name":"lib"}"#, bad: #"{"otel.library.name":"lib"}"#
    ) { payload, check in
        for place in payload.places {
            guard let tags = place.span.tags else { continue }
            let (scope, library) = (tags["otel.scope.name"], tags["otel.library.name"])
            guard let known = scope ?? library else { continue }
            let (missing, found) = scope == nil ? ("otel.scope.name", nil) : ("otel.library.name", library)
            check.expect(
                scope?.value == library?.value,
                else: place.violation(
                    at: ".tags[\"\(missing)\"]", offset: found?.offset ?? known.offset,
                    expected: known.value.described, actual: (found?.value).described))
        }
    }
}

private let statusCode = "otel.status_code"
