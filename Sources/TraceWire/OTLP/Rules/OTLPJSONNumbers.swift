import TraceRules

// MARK: OTLP specification, JSON Protobuf Encoding: enums, integers; protobuf, ProtoJSON

extension Rule<OTLPPayload> {
    static let jsonEnumsAreIntegers = Rule(
        "otlp-json/enum/integer", "OTLPJ-005", .must, "The kind of a span and the code of a status are integers.",
        why: "Names of enums are forbidden in OTLP: the server refuses the request, or loses the kind.",
        spec: "OTLP specification, JSON Protobuf Encoding", good: #""kind":2"#, bad: #""kind":"SPAN_KIND_SERVER""#
    ) { payload, check in
        for (message, field) in [(OTLPMessage.span, OTLPField.spanKind), (.status, .statusCode)] {
            for place in payload.places(of: message) {
                guard let value = place.record.said(field) else { continue }
                check.expect(
                    place.record.enumeration(field) != nil,
                    else: payload.violation(at: place, field, expected: "an integer", actual: value.described))
            }
        }
    }

    static let jsonLongsAreTexts = Rule(
        "otlp-json/integer/as-text", "OTLPJ-006", .should, "Integers of 64 bits, times included, are texts of digits.",
        why: "Readers that take numbers for doubles round what is above 2^53: times lose up to 128 nanoseconds.",
        spec: "OTLP specification, JSON Protobuf Encoding; protobuf, ProtoJSON",
        good: #""startTimeUnixNano":"1700000000000000000""#, bad: #""startTimeUnixNano":1700000000000000000"#
    ) { payload, check in
        payload.forEachLong { place, field, value in
            guard value.text != nil || value.number != nil else { return }
            check.expect(
                value.text != nil,
                else: payload.violation(at: place, field, expected: "a text of digits", actual: value.described))
        }
    }

    static let jsonLongsAreExact = Rule(
        "otlp-json/integer/exact", "OTLPJ-007", .must, "Integers of 64 bits are whole and in range.",
        why: "The server refuses the request with all its spans: integers that were doubles on the way do not fit.",
        spec: "protobuf, ProtoJSON, int64, fixed64", good: #"{"intValue":"9223372036854775807"}"#,
        bad: #"{"intValue":1e21}"#
    ) { payload, check in
        payload.forEachLong { place, field, value in
            guard let spelling = value.text ?? value.number else { return }
            let fits =
                field == .intValue
                ? exactNumber(spelling, as: Int64.self) != nil : exactNumber(spelling, as: UInt64.self) != nil
            check.expect(
                fits,
                else: payload.violation(
                    at: place, field,
                    expected: "a whole number from " + (field == .intValue ? "-2^63 to 2^63 - 1" : "0 to 2^64 - 1"),
                    actual: value.described))
        }
    }

    static let jsonIntsReadable = Rule(
        "otlp-json/integer-32/in-range", "OTLPJ-008", .must, "Counts and flags are integers of 32 bits without sign.",
        why: "The server refuses the request with all its spans.", spec: "protobuf, ProtoJSON, uint32, fixed32",
        good: #""flags":257"#, bad: #""droppedAttributesCount":"x""#
    ) { payload, check in
        payload.forEachInt { place, field, value in
            let spelling = value.text ?? value.number
            check.expect(
                spelling.flatMap { exactNumber($0, as: UInt32.self) } != nil,
                else: payload.violation(
                    at: place, field, expected: "a whole number from 0 to 2^32 - 1", actual: value.described))
        }
    }

    static let jsonIntsAreNumbers = Rule(
        "otlp-json/integer-32/as-number", "OTLPJ-008", .should, "Counts and flags are numbers, not texts.",
        why: "Readers of ProtoJSON take both; those of plain JSON expect the number that all others send.",
        spec: "protobuf, ProtoJSON, uint32, fixed32", good: #""flags":257"#, bad: #""flags":"257""#
    ) { payload, check in
        payload.forEachInt { place, field, value in
            guard let spelling = value.text ?? value.number, exactNumber(spelling, as: UInt32.self) != nil else {
                return
            }
            check.expect(
                value.number != nil,
                else: payload.violation(at: place, field, expected: "a number", actual: value.described))
        }
    }
}

extension OTLPPayload {
    /// Every integer of 64 bits that is there.
    @inline(__always)
    fileprivate func forEachLong(_ body: (OTLPPlace, OTLPField, OTLPValue) -> Void) {
        forEachSaid(.spanStartTimeUnixNano, in: .span, body)
        forEachSaid(.spanEndTimeUnixNano, in: .span, body)
        forEachSaid(.eventTimeUnixNano, in: .event, body)
        forEachSaid(.intValue, in: .anyValue, body)
    }

    /// Every count and all flags that are there.
    @inline(__always)
    fileprivate func forEachInt(_ body: (OTLPPlace, OTLPField, OTLPValue) -> Void) {
        forEachSaid(.resourceDroppedAttributesCount, in: .resource, body)
        forEachSaid(.scopeDroppedAttributesCount, in: .scope, body)
        forEachSaid(.spanDroppedAttributesCount, in: .span, body)
        forEachSaid(.spanDroppedEventsCount, in: .span, body)
        forEachSaid(.spanDroppedLinksCount, in: .span, body)
        forEachSaid(.spanFlags, in: .span, body)
        forEachSaid(.eventDroppedAttributesCount, in: .event, body)
        forEachSaid(.linkDroppedAttributesCount, in: .link, body)
        forEachSaid(.linkFlags, in: .link, body)
    }

    @inline(__always)
    private func forEachSaid(
        _ field: OTLPField, in message: OTLPMessage, _ body: (OTLPPlace, OTLPField, OTLPValue) -> Void
    ) {
        for place in places(of: message) {
            if let value = place.record.said(field) { body(place, field, value) }
        }
    }
}
