import TraceModel
import TraceRules

// MARK: zipkin2-api.yaml, ListOfSpans; which members there are

extension Rule<ZipkinV2Payload> {
    static let batchNotEmpty = Rule(
        "zipkin-v2/batch/not-empty", "ZIP2-031", .warning, "A list has spans.",
        why: "Every request costs the collector something; one without spans says nothing.",
        spec: "zipkin-api POST /spans", good: "[{…}]", bad: "[] every 5 seconds"
    ) { payload, check in
        check.expect(
            !payload.places.isEmpty,
            else: Violation(at: "", expected: "at least one span", actual: "an empty list", offset: 0))
    }

    /// The reference server looks for these names in the bytes of the body.
    static let noMembersOfVersion1 = Rule(
        "zipkin-v2/members/none-of-version-1", "ZIP2-018", .must,
        "Neither binaryAnnotations nor endpoints of annotations are in version 2.",
        why: "The server takes the list for one of version 1 and refuses it.",
        spec: "zipkin ZipkinHttpCollector.testForUnexpectedFormat", good: #""tags":{"http.path":"/"}"#,
        bad: #""binaryAnnotations":[{"key":"http.path","value":"/"}]"#
    ) { payload, check in
        for place in payload.places {
            let binary = place.span.members.first { $0.value.isUnknown && $0.name == binaryAnnotations }
            check.expect(
                binary == nil,
                else: place.violation(
                    at: ".\(binaryAnnotations)", offset: binary?.offset, expected: "tags and localEndpoint",
                    actual: "a member of version 1"))
            place.span.forEachAnnotation { index, members in
                guard let endpoint = members[annotationEndpoint] else { return }
                check.breaks(
                    place.violation(
                        at: ".annotations[\(index)].endpoint", offset: endpoint.offset,
                        expected: "localEndpoint in the span", actual: "a member of version 1"))
            }
        }
    }

    static let membersKnown = Rule(
        "zipkin-v2/members/known", "ZIP2-028", .warning, "Every member is one of the specification.",
        why: "The server passes over others: what they say is lost.", spec: "zipkin2-api.yaml, Span",
        good: #""debug":true"#, bad: #""flags":1"#
    ) { payload, check in
        for place in payload.places {
            check.expectKnown(place.span.members, at: place, "", besides: binaryAnnotations)
            place.span.forEachEndpoint { field, members in
                check.expectKnown(members, at: place, ".\(field)", besides: nil)
            }
            place.span.forEachAnnotation { index, members in
                check.expectKnown(members, at: place, ".annotations[\(index)]", besides: annotationEndpoint)
            }
        }
    }

    static let membersUnique = Rule(
        "zipkin-v2/members/unique", "ZIP2-029", .warning, "No object has two members of one name.",
        why: "Some readers take the first, some the last, and some refuse the batch.", spec: "RFC 8259 section 4",
        good: #"{"k":"a","l":"b"}"#, bad: #"{"k":"a","k":"b"}"#
    ) { payload, check in
        for place in payload.places {
            check.expectUnique(place.span.members, at: place, "")
            place.span.forEachEndpoint { field, members in check.expectUnique(members, at: place, ".\(field)") }
            place.span.forEachAnnotation { index, members in
                check.expectUnique(members, at: place, ".annotations[\(index)]")
            }
            for member in place.span.members {
                guard case .object(let tags) = member.value, member.name == "tags" else { continue }
                check.expectUnique(tags, at: place, ".tags", isTag: true)
            }
        }
    }

    /// What is required, and what a rule of its own asks for, is not repeated here.
    static let emptyLeftOut = Rule(
        "zipkin-v2/members/empty-left-out", "ZIP2-022", .should, "Members that say nothing are left out.",
        why: "They cost bytes in every span, and strict readers refuse null.",
        spec: "OpenTelemetry Zipkin exporter, Request Payload", good: #"{"name":"get"}"#,
        bad: #"{"name":"get","annotations":[],"kind":null}"#
    ) { payload, check in
        for place in payload.places {
            for member in place.span.members {
                guard member.value.isEmpty else {
                    check.holds()
                    continue
                }
                guard let field = ZipkinV2Field(rawValue: member.name), place.asksForNothingElse(field, member.value)
                else { continue }
                check.breaks(
                    place.violation(
                        at: ".\(member.name)", offset: member.offset, expected: "no member",
                        actual: member.value.described))
            }
            place.span.forEachEndpoint { field, members in
                for part in members where field == "remoteEndpoint" || part.name != "serviceName" {
                    check.expect(
                        !part.value.isEmpty,
                        else: place.violation(
                            at: ".\(field).\(part.name)", offset: part.offset, expected: "no member",
                            actual: part.value.described))
                }
            }
        }
    }
}

private let binaryAnnotations = "binaryAnnotations"
private let annotationEndpoint = "endpoint"

extension ZipkinV2SpanPlace {
    /// Whether no other rule speaks of this member when it is empty.
    fileprivate func asksForNothingElse(_ field: ZipkinV2Field, _ value: ZipkinV2Value) -> Bool {
        switch field {
        // `localServiceName` asks for what is in it.
        case .traceId, .id, .localEndpoint: false
        // So does `remoteEndpointPresent` of these kinds.
        case .remoteEndpoint: span.knownKind != .client && span.knownKind != .producer
        // An empty text is badly spelt, but for a name.
        default: value.text == nil || field == .name
        }
    }
}

extension ZipkinV2Value {
    /// Whether it says nothing, whatever it is the value of.
    fileprivate var isEmpty: Bool {
        switch self {
        case .null: true
        case .text(let text): text.isEmpty
        case .object(let members): members.isEmpty
        case .array(let elements): elements.isEmpty
        default: false
        }
    }

    fileprivate var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

extension RuleCheck {
    fileprivate mutating func expectKnown(
        _ members: [ZipkinV2Member], at place: ZipkinV2SpanPlace, _ path: String, besides judgedElsewhere: String?
    ) {
        for member in members {
            if member.value.isUnknown, member.name == judgedElsewhere { continue }
            expect(
                !member.value.isUnknown,
                else: place.violation(
                    at: "\(path).\(member.name)", offset: member.offset, expected: "a member of the specification",
                    actual: "an unknown one"))
        }
    }

    fileprivate mutating func expectUnique(
        _ members: [ZipkinV2Member], at place: ZipkinV2SpanPlace, _ path: String, isTag: Bool = false
    ) {
        // Few are compared faster than hashed.
        guard members.count > 16 else {
            for (index, member) in members.enumerated() {
                let count = member.name.utf8.count
                let isSecond = members[..<index].contains { $0.name.utf8.count == count && $0.name == member.name }
                expect(!isSecond, else: place.repetition(of: member, path, isTag: isTag))
            }
            return
        }
        var seen = Set<String>(minimumCapacity: members.count)
        for member in members {
            expect(seen.insert(member.name).inserted, else: place.repetition(of: member, path, isTag: isTag))
        }
    }
}

extension ZipkinV2SpanPlace {
    fileprivate func repetition(of member: ZipkinV2Member, _ path: String, isTag: Bool) -> Violation {
        violation(
            at: isTag ? "\(path)[\"\(member.name)\"]" : "\(path).\(member.name)", offset: member.offset,
            expected: "one member of this name", actual: "another one with \(member.value.described)")
    }
}
