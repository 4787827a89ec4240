import TraceRules

// MARK: trace.proto, TracesData; OTLP specification, Empty Telemetry Envelopes

extension Rule<OTLPPayload> {
    static let equalGroupsTogether = Rule(
        "otlp/envelope/equal-groups-together", "OTLP-028", .warning,
        "Spans of equal resources are in one ResourceSpans, of equal scopes in one ScopeSpans.",
        why: "Every group repeats its resource, which may be larger than the spans: payloads grow many times.",
        spec: "trace.proto, ResourceSpans, ScopeSpans", good: "one ResourceSpans with ten spans",
        bad: "ten ResourceSpans of one resource with one span each"
    ) { payload, check in
        payload.expectDifferentGroups(.resourceSpans, in: .request, &check)
        payload.expectDifferentGroups(.scopeSpans, in: .resourceSpans, &check)
    }

    static let envelopeNotEmpty = Rule(
        "otlp/envelope/not-empty", "OTLP-029", .should, "No request, ResourceSpans or ScopeSpans is without spans.",
        why: "It costs a request and its bytes, and says nothing.",
        spec: "OTLP specification, Empty Telemetry Envelopes",
        good: #"{"resourceSpans":[{"scopeSpans":[{"spans":[{…}]}]}]}"#, bad: #"{"resourceSpans":[]}"#
    ) { payload, check in
        let inner: [(OTLPMessage, OTLPField)] = [
            (.request, .resourceSpans), (.resourceSpans, .scopeSpans), (.scopeSpans, .spans),
        ]
        for (message, field) in inner {
            // Where something undeclared is, the spans may be in that, which is another rule's business.
            for place in payload.places(of: message) where place.record.members.allSatisfy({ $0.field != nil }) {
                check.expect(
                    place.record.count(of: field) > 0,
                    else: payload.violation(
                        at: place, field, expected: "at least one", actual: "none"))
            }
        }
    }

    static let batchSize = Rule(
        "otlp/request/batch-size", "OTLP-030", .should, "A request has at most 512 spans.",
        why: "512 is the size of a batch where none is configured; large requests are refused, or lost as a whole.",
        owner: .sdk, spec: "OpenTelemetry Tracing SDK, Batching processor", good: "512 spans", bad: "5000 spans"
    ) { payload, check in
        let count = payload.places(of: .span).count
        if count == 0 { return }
        check.expect(
            count <= 512,
            else: Violation(
                at: "", expected: "at most 512 spans (OTEL_BSP_MAX_EXPORT_BATCH_SIZE)", actual: "\(count) spans"))
    }
}

extension OTLPPayload {
    /// Of groups that are more than one.
    fileprivate func expectDifferentGroups(_ field: OTLPField, in message: OTLPMessage, _ check: inout RuleCheck) {
        for place in places(of: message) where place.record.count(of: field) > 1 {
            var seen: Set<OTLPContent> = []
            var repeated = 0
            place.record.forEach(field) { group in
                // Empty groups are the business of `envelopeNotEmpty`.
                guard group.message == .scopeSpans ? group.count(of: .spans) > 0 : group.carriesSpans else { return }
                if !seen.insert(OTLPContent(group.groupKey)).inserted { repeated += 1 }
            }
            check.expect(
                repeated == 0,
                else: violation(
                    at: place, field, expected: "one for each \(field == .scopeSpans ? "scope" : "resource")",
                    actual: "\(repeated) more with one that was there before"))
        }
    }
}

extension OTLPRecord {
    /// What spans of a group have in common.
    fileprivate var groupKey: [OTLPMember] {
        members.filter {
            [.resource, .resourceSchemaUrl, .scope, .scopeSchemaUrl].contains($0.field)
        }
    }
}

/// Members by what they say, not by where they stand.
private struct OTLPContent: Hashable {
    private let members: [OTLPMember]

    init(_ members: [OTLPMember]) { self.members = members.map(Self.withoutPlace) }

    private static func withoutPlace(_ member: OTLPMember) -> OTLPMember {
        var member = member
        member.offset = 0
        member.value = withoutPlace(member.value)
        return member
    }

    private static func withoutPlace(_ value: OTLPValue) -> OTLPValue {
        switch value {
        case .message(let record): .message(OTLPRecord(record.message, record.members.map(withoutPlace)))
        case .list(let elements): .list(elements.map(withoutPlace))
        default: value
        }
    }
}
