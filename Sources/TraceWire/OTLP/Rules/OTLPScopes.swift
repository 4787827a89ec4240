import TraceRules

// MARK: common.proto, InstrumentationScope; trace.proto, schema_url

extension Rule<OTLPPayload> {
    static let scopeName = Rule(
        "otlp/scope/name", "OTLP-027", .should, "The scope of spans has a name.",
        why: "Nobody can tell which library made the spans, nor switch its spans off.", owner: .instrumentation,
        spec: "OpenTelemetry Instrumentation Scope; Tracing API, Get a Tracer", good: #""scope":{"name":"lib"}"#,
        bad: #""scope":{"name":""}"#
    ) { payload, check in
        for place in payload.places(of: .scopeSpans) where place.record.count(of: .spans) > 0 {
            // A scope of another type is the business of rules about types.
            if let said = place.record.said(.scope), said.record == nil { continue }
            guard let name = (place.record.record(.scope) ?? OTLPRecord(.scope)).textOrEmpty(.scopeName) else {
                continue
            }
            check.expect(
                !name.isEmpty, else: payload.violation(at: place, .scope, expected: "a name", actual: "none"))
        }
    }

    static let schemaURL = Rule(
        "otlp/schema-url/form", "OTLP-031", .warning, "A schema URL is one of http or https that ends with a version.",
        why: "Nobody finds the schema, so that names of attributes are not translated.", owner: .instrumentation,
        spec: "OpenTelemetry Schemas, Schema URL", good: #""schemaUrl":"https://opentelemetry.io/schemas/1.26.0""#,
        bad: #""schemaUrl":"v1""#
    ) { payload, check in
        for (message, field) in [
            (OTLPMessage.resourceSpans, OTLPField.resourceSchemaUrl), (.scopeSpans, .scopeSchemaUrl),
        ] {
            for place in payload.places(of: message) {
                guard let url = place.record.text(field), !url.isEmpty else { continue }
                check.expect(
                    isSchemaURL(url),
                    else: payload.violation(
                        at: place, field, expected: "http[s]://server/path/version",
                        actual: OTLPValue.text(url).described))
            }
        }
    }
}

/// `https://opentelemetry.io/schemas/1.26.0`: two numbers or more between dots at the end.
private func isSchemaURL(_ url: String) -> Bool {
    guard url.hasPrefix("https://") || url.hasPrefix("http://"),
        let version = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).last
    else { return false }
    let numbers = version.prefix { $0 != "-" && $0 != "+" }.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count >= 2 && numbers.allSatisfy { Int($0) != nil }
}
