import TraceBytes
import TraceRules

// MARK: OTLP specification, JSON Protobuf Encoding: keys; trace_service.proto

extension Rule<OTLPPayload> {
    static let jsonNamesInCamelCase = Rule(
        "otlp-json/member/lower-camel-case", "OTLPJ-004", .must, "Names of members are in lowerCamelCase.",
        why: "Receivers must ignore names that they do not know: what has another spelling is lost in silence.",
        spec: "OTLP specification, JSON Protobuf Encoding", good: #""resourceSpans":[…]"#, bad: #""resource_spans":[…]"#
    ) { payload, check in
        for place in payload.allPlaces where !place.record.members.isEmpty {
            guard place.oddities.contains(.undeclared) else {
                check.holds()
                continue
            }
            for member in place.record.members {
                let meant = member.field == nil ? place.record.message.declaredName(behind: member.name) : nil
                check.expect(
                    meant == nil,
                    else: payload.violation(
                        at: place, member, expected: OTLPValue.text(meant ?? "").described,
                        actual: OTLPValue.text(member.name).described))
            }
        }
    }

    static let jsonMembersDeclared = Rule(
        "otlp-json/member/declared", "OTLPJ-014", .warning, "Every member is one that OTLP declares.",
        why: "Receivers ignore it: what it says is lost, and a misspelt name looks like a missing member.",
        spec: "OTLP specification, JSON Protobuf Encoding", good: #""parentSpanId":"a2fb4a1d1a96d312""#,
        bad: #""parentId":"a2fb4a1d1a96d312""#
    ) { payload, check in
        for place in payload.allPlaces where !place.record.members.isEmpty {
            guard place.oddities.contains(.undeclared) else {
                check.holds()
                continue
            }
            // A request without groups is the business of `jsonRequestHasGroups`.
            if place.record.message == .request, !place.record.hasGroups { continue }
            for member in place.record.members {
                let isKnown =
                    member.field != nil || place.record.message.declaredName(behind: member.name) != nil
                    || place.record.message.replacement(of: member.name) != nil
                check.expect(
                    isKnown,
                    else: payload.violation(
                        at: place, member, expected: "a declared member of \(place.record.message)",
                        actual: OTLPValue.text(member.name).described))
            }
        }
    }

    static let jsonRequestHasGroups = Rule(
        "otlp-json/request/resource-spans", "OTLPJ-016", .must, "A request that is not empty has resourceSpans.",
        why: "The server takes the request, finds no spans in it and says that all is well.",
        spec: "trace_service.proto",
        good: #"{"resourceSpans":[{"scopeSpans":[{"spans":[…]}]}]}"#, bad: #"{"spans":[…]}"#
    ) { payload, check in
        guard let request = payload.places(of: .request).first(where: { !$0.record.members.isEmpty }),
            // Another spelling of it is the business of `jsonNamesInCamelCase`.
            !request.record.members.contains(where: {
                $0.field == nil && request.record.message.declaredName(behind: $0.name) != nil
            })
        else { return }
        check.expect(
            request.record.hasGroups,
            else: payload.violation(
                at: request, .resourceSpans, expected: "resourceSpans",
                actual: request.record.members.map { OTLPValue.text($0.name).described }.joined(separator: ", ")))
    }

    static let jsonScopeSpans = Rule(
        "otlp-json/resource-spans/scope-spans", "OTLPJ-016", .must,
        "Spans are in scopeSpans, not in the instrumentationLibrarySpans of older OTLP.",
        why: "Receivers ignore the old name: all spans are lost, and the answer says that all is well.",
        spec: "trace.proto, ResourceSpans", good: #""scopeSpans":[{"scope":{"name":"lib"},"spans":[…]}]"#,
        bad: #""instrumentationLibrarySpans":[{"instrumentationLibrary":{"name":"lib"},"spans":[…]}]"#
    ) { payload, check in
        for message in [OTLPMessage.resourceSpans, .scopeSpans] {
            for place in payload.places(of: message) {
                let old = place.record.members.first { $0.field == nil && message.replacement(of: $0.name) != nil }
                check.expect(
                    old == nil,
                    else: payload.violation(
                        at: place, old, expected: message.replacement(of: old?.name ?? "") ?? "",
                        actual: OTLPValue.text(old?.name ?? "").described))
            }
        }
    }

    static let jsonNamesUnique = Rule(
        "otlp-json/member/unique", "OTLPJ-017", .should, "No object has two members of one name.",
        why: "Receivers keep the first, keep the last or refuse: nobody knows which one counts.",
        spec: "RFC 8259 section 4", good: #"{"name":"get","kind":1}"#, bad: #"{"name":"get","name":"put"}"#
    ) { payload, check in
        for place in payload.allPlaces where !place.record.members.isEmpty {
            let repeated = place.oddities.contains(.repeated) ? place.record.repeatedMember : nil
            check.expect(
                repeated == nil,
                else: payload.violation(at: place, repeated, expected: "one member of the name", actual: "another"))
        }
    }
}

extension OTLPMessage {
    /// What has the place of a name that the message had once; nil when it never had the name.
    fileprivate func replacement(of name: String) -> String? {
        switch (self, name) {
        case (.resourceSpans, "instrumentationLibrarySpans"), (.resourceSpans, "instrumentation_library_spans"):
            "\"scopeSpans\""
        case (.scopeSpans, "instrumentationLibrary"), (.scopeSpans, "instrumentation_library"): "\"scope\""
        default: nil
        }
    }

    /// The declared name that another one spells, as `trace_id` and `TraceId` spell `traceId`; nil when there is none.
    fileprivate func declaredName(behind name: String) -> String? {
        let parts = name.split(separator: "_")
        guard let first = parts.first else { return nil }
        let camelCase =
            first.prefix(1).lowercased() + first.dropFirst()
            + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let bytes = Array(camelCase.utf8)
        guard camelCase != name, let field = field(named: bytes.span.bytes) else { return nil }
        return field.name
    }
}

extension OTLPRecord {
    /// Of the request.
    fileprivate var hasGroups: Bool { members.contains { $0.field == .resourceSpans } }

    /// The first member whose name was there before.
    fileprivate var repeatedMember: OTLPMember? {
        var names: Set<String> = []
        return members.first { !names.insert($0.name).inserted }
    }
}
