import TraceRules

// MARK: trace.proto, Span: name, kind; Status

extension Rule<OTLPPayload> {
    static let spanName = Rule(
        "otlp/span/name", "OTLP-004", .should, "Every span has a name.",
        why: "An empty name equals an unknown one: the span cannot be found by what it did.",
        owner: .instrumentation, spec: "trace.proto, Span.name", good: #""name":"get""#, bad: #""name":"""#
    ) { payload, check in
        for place in payload.places(of: .span) {
            guard let name = place.record.textOrEmpty(.spanName) else { continue }
            check.expect(
                !name.isEmpty,
                else: payload.violation(
                    at: place, .spanName, expected: "a name", actual: place.record.absence(of: .spanName)))
        }
    }

    static let spanKindDeclared = Rule(
        "otlp/span/kind-declared", "OTLP-008", .must, "The kind of a span is one of 0 to 5.",
        why: "Nobody knows what another number means: backends show the span without kind or drop it.",
        spec: "trace.proto, Span.SpanKind", good: #""kind":5"#, bad: #""kind":6"#
    ) { payload, check in
        for place in payload.places(of: .span) {
            guard place.record.said(.spanKind) != nil, let kind = place.record.enumeration(.spanKind) else { continue }
            check.expect(
                (0...5).contains(kind),
                else: payload.violation(at: place, .spanKind, expected: "0 to 5", actual: "\(kind)"))
        }
    }

    static let spanKindSpecified = Rule(
        "otlp/span/kind-specified", "OTLP-009", .should, "The kind of a span is not SPAN_KIND_UNSPECIFIED.",
        why: "Unspecified must not be used as the default, which is INTERNAL (1): receivers have to guess.",
        spec: "trace.proto, SPAN_KIND_UNSPECIFIED", good: #""kind":1"#, bad: #""kind":0"#
    ) { payload, check in
        for place in payload.places(of: .span) {
            guard let kind = place.record.enumeration(.spanKind) else { continue }
            check.expect(
                kind != 0,
                else: payload.violation(
                    at: place, .spanKind, expected: "1 (INTERNAL) or another kind",
                    actual: place.record.said(.spanKind) == nil ? "none, which is 0" : "0"))
        }
    }

    static let statusCodeDeclared = Rule(
        "otlp/status/code-declared", "OTLP-010", .must, "The code of a status is 0, 1 or 2.",
        why: "Nobody knows what another number means: a failed span may be shown as a good one.",
        spec: "trace.proto, Status.StatusCode", good: #""status":{"code":2}"#, bad: #""status":{"code":3}"#
    ) { payload, check in
        for place in payload.places(of: .status) {
            guard let code = place.record.enumeration(.statusCode) else { continue }
            check.expect(
                (0...2).contains(code),
                else: payload.violation(
                    at: place, .statusCode, expected: "0 (UNSET), 1 (OK) or 2 (ERROR)", actual: "\(code)"))
        }
    }

    static let statusMessageOfErrors = Rule(
        "otlp/status/message-of-errors", "OTLP-011", .must, "Only a status with code ERROR has a message.",
        why: "The description is to be ignored for OK and UNSET: what it tells is lost, or looks like an error.",
        owner: .sdk, spec: "OpenTelemetry Tracing API, Set Status",
        good: #""status":{"code":2,"message":"not found"}"#, bad: #""status":{"code":1,"message":"done"}"#
    ) { payload, check in
        for place in payload.places(of: .status) {
            guard let message = place.record.text(.statusMessage), !message.isEmpty,
                let code = place.record.enumeration(.statusCode)
            else { continue }
            check.expect(
                code != 0 && code != 1,
                else: payload.violation(
                    at: place, .statusMessage, expected: "no message beside code \(code)",
                    actual: OTLPValue.text(message).described))
        }
    }
}
