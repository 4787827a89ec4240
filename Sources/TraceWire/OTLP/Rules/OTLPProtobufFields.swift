import TraceBytes
import TraceRules

// MARK: trace.proto, common.proto: numbers and types of fields

extension Rule<OTLPPayload> {
    static let protobufWireTypes = Rule(
        "otlp-protobuf/field/wire-type", "OTLPP-003", .must, "Every field has the wire type of its declaration.",
        why: "The server refuses the request, or takes the field for unknown: times as varints are absent.",
        spec: "trace.proto; protobuf encoding, Message Structure", good: "39 and 8 bytes: startTimeUnixNano, fixed64",
        bad: "38 and a varint"
    ) { payload, check in
        for place in payload.allPlaces where !place.record.members.isEmpty {
            guard place.oddities.contains(.mistyped) else {
                check.holds()
                continue
            }
            for member in place.record.members {
                guard let field = member.field else { continue }
                check.expect(
                    !member.value.isMistyped,
                    else: payload.violation(
                        at: place, member, expected: field.type.wireType.described,
                        actual: member.value.described))
            }
        }
    }

    static let protobufIdentifiersAreBytes = Rule(
        "otlp-protobuf/identifier/bytes", "OTLPP-004", .must, "Ids are bytes, not the digits that spell them.",
        why: "They are twice as long as ids are: the server refuses the request.", spec: "trace.proto, Span.trace_id",
        good: "12 08 00f067aa0ba902b7", bad: #"12 10 and the text "00f067aa0ba902b7""#
    ) { payload, check in
        payload.forEachIdentifier { place, field in
            let id = place.record.identifier(field)
            if id == .absent || id == .unreadable { return }
            check.expect(
                id != .misspelt,
                else: payload.violation(
                    at: place, field, expected: "\(field.identifierDigits / 2) bytes",
                    actual: "text \"\(String(decoding: place.record[field]?.octets ?? [], as: UTF8.self))\""))
        }
    }

    static let protobufFieldsDeclared = Rule(
        "otlp-protobuf/field/declared", "OTLPP-007", .warning, "Every field is one that OTLP declares.",
        why: "Receivers ignore it or keep it unread: what it says is lost.", spec: "trace.proto; protobuf encoding",
        good: "field 16 of a span, flags", bad: "field 999 of a span"
    ) { payload, check in
        for place in payload.allPlaces where !place.record.members.isEmpty {
            guard place.oddities.contains(.undeclared) else {
                check.holds()
                continue
            }
            for member in place.record.members {
                let isReserved = OTLPMessage.reserved.contains {
                    $0.message == place.record.message && $0.name == member.name
                }
                check.expect(
                    member.field != nil || isReserved,
                    else: payload.violation(
                        at: place, member, expected: "a declared field of \(place.record.message)",
                        actual: "field \(member.name)"))
            }
        }
    }

    static let protobufNoLibrarySpans = Rule(
        "otlp-protobuf/resource-spans/no-library-spans", "OTLP-032", .must,
        "ResourceSpans has no field 1000, the instrumentation_library_spans of older OTLP.",
        why: "Receivers ignore it: all spans in it are lost, and the answer says that all is well.",
        spec: "trace.proto, ResourceSpans, reserved 1000", good: "field 2, scope_spans", bad: "field 1000"
    ) { payload, check in
        for place in payload.places(of: .resourceSpans) { payload.expectNoField("1000", at: place, &check) }
    }

    static let protobufNoStatusField1 = Rule(
        "otlp-protobuf/status/no-deprecated-code", "OTLPP-008", .warning,
        "A status has no field 1, the deprecated_code of older OTLP.",
        why: "Receivers ignore it: an error that is said there alone is lost.", spec: "trace.proto, Status, reserved 1",
        good: "18 02: field 3, code", bad: "08 02: field 1"
    ) { payload, check in
        for place in payload.places(of: .status) { payload.expectNoField("1", at: place, &check) }
    }
}

extension OTLPMessage {
    /// Numbers that had a meaning once; rules of their own speak of them.
    fileprivate static let reserved: [(message: OTLPMessage, name: String)] = [
        (.resourceSpans, "1000"), (.status, "1"),
    ]
}

extension OTLPPayload {
    fileprivate func expectNoField(_ number: String, at place: OTLPPlace, _ check: inout RuleCheck) {
        let member = place.record.members.first { $0.field == nil && $0.name == number }
        check.expect(
            member == nil,
            else: violation(at: place, member, expected: "no field \(number)", actual: "one"))
    }
}

extension OTLPValue {
    /// Whether protobuf gave a declared field another wire type than its own.
    fileprivate var isMistyped: Bool {
        if case .other(_, wireType: .some) = self { true } else { false }
    }
}
