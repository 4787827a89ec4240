import TraceRules

// MARK: common.proto, fields for profiles

extension Rule<OTLPPayload> {
    static let noStringIndex = Rule(
        "otlp/attribute/no-string-index", "OTLP-033", .must,
        "Attributes of spans have texts, not numbers of texts as those of profiles.",
        why: "Traces have no table of texts: receivers take the key or the value for absent.",
        spec: "common.proto, AnyValue.string_value_strindex, KeyValue.key_strindex",
        good: #"{"key":"a","value":{"stringValue":"b"}}"#, bad: #"{"keyStrindex":1,"value":{"stringValueStrindex":2}}"#
    ) { payload, check in
        for (message, field) in [
            (OTLPMessage.keyValue, OTLPField.attributeKeyStrindex), (.anyValue, .stringValueStrindex),
        ] {
            for place in payload.places(of: message) {
                check.expect(
                    place.record.said(field) == nil,
                    else: payload.violation(
                        at: place, field, expected: "no \(field.name) in traces",
                        actual: place.record.said(field)?.described ?? ""))
            }
        }
    }
}
