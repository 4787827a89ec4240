import TraceRules

// MARK: resource.proto, Resource; OpenTelemetry Resource SDK, SDK-provided resource attributes

extension Rule<OTLPPayload> {
    static let serviceName = Rule(
        "otlp/resource/service-name", "OTLP-024", .should, "The resource of spans has a service.name.",
        why: "Backends file the spans under unknown_service or under nothing: nobody finds them by service.",
        owner: .application, spec: "OpenTelemetry Resource SDK; semantic conventions, service.name",
        good: #""resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}"#,
        bad: #""resource":{"attributes":[]}"#
    ) { payload, check in
        for place in payload.places(of: .resourceSpans) where place.record.carriesSpans {
            let name = place.record.resourceAttribute("service.name")
            check.expect(
                name?.text(.stringValue)?.isEmpty == false,
                else: payload.violation(
                    at: place, .resource, expected: "service.name, a text that is not empty",
                    actual: name.map { $0.text(.stringValue)?.isEmpty == true ? "an empty text" : "no text" } ?? "none")
            )
        }
    }

    static let serviceNameChosen = Rule(
        "otlp/resource/service-name-chosen", "OTLP-025", .warning,
        "The service.name is not the SDK's own unknown_service.",
        why: "Nobody configured a name: all such services look like one.", owner: .application,
        spec: "semantic conventions, service.name", good: "service.name: shop",
        bad: "service.name: unknown_service:node"
    ) { payload, check in
        for place in payload.places(of: .resourceSpans) where place.record.carriesSpans {
            guard let name = place.record.resourceAttribute("service.name")?.text(.stringValue), !name.isEmpty else {
                continue
            }
            check.expect(
                name != "unknown_service" && !name.hasPrefix("unknown_service:"),
                else: payload.violation(
                    at: place, .resource, expected: "a service.name that somebody chose",
                    actual: OTLPValue.text(name).described))
        }
    }

    static let telemetrySDK = Rule(
        "otlp/resource/telemetry-sdk", "OTLP-026", .should,
        "The resource of spans has telemetry.sdk.name, telemetry.sdk.language and telemetry.sdk.version.",
        why: "Nobody can tell which SDK to look at, or to upgrade, when spans are wrong.", owner: .sdk,
        spec: "OpenTelemetry Resource SDK, SDK-provided resource attributes",
        good: "telemetry.sdk.name: opentelemetry, telemetry.sdk.language: go, telemetry.sdk.version: 1.16.0",
        bad: "telemetry.sdk.name: opentelemetry alone"
    ) { payload, check in
        for place in payload.places(of: .resourceSpans) where place.record.carriesSpans {
            let missing = ["telemetry.sdk.name", "telemetry.sdk.language", "telemetry.sdk.version"].filter {
                place.record.resourceAttribute($0) == nil
            }
            check.expect(
                missing.isEmpty,
                else: payload.violation(
                    at: place, .resource, expected: "telemetry.sdk.name, .language and .version",
                    actual: missing.count == 3 ? "none of them" : "no " + missing.joined(separator: ", no ")))
        }
    }
}

extension OTLPRecord {
    /// Of `ResourceSpans`: an attribute of the resource. Protobuf may send a message in parts, which belong together
    /// (protobuf encoding, Last One Wins).
    func resourceAttribute(_ key: String) -> OTLPRecord? {
        var found: OTLPRecord?
        forEach(.resource) { found = found ?? $0.attribute(key, among: .resourceAttributes) }
        return found
    }

    /// Of `ResourceSpans`, whether any spans are in it: nothing is asked of a resource without.
    var carriesSpans: Bool {
        var carries = false
        forEach(.scopeSpans) { carries = carries || $0.count(of: .spans) > 0 }
        return carries
    }
}
