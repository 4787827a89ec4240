import TraceRules

// MARK: OTLP specification, JSON Protobuf Encoding: trace and span ids

extension Rule<OTLPPayload> {
    static let jsonIdentifierSpelling = Rule(
        "otlp-json/identifier/hexadecimal", "OTLPJ-002", .must, "Ids are texts of hexadecimal digits, not base64.",
        why: "The server refuses the request; one that reads base64 files the spans under other ids.",
        spec: "OTLP specification, JSON Protobuf Encoding", good: #""spanId":"00f067aa0ba902b7""#,
        bad: #""spanId":"APBnqgupArc=""#
    ) { payload, check in
        payload.forEachIdentifier { place, field in
            let id = place.record.identifier(field)
            if id == .absent { return }
            check.expect(
                id != .misspelt,
                else: payload.violation(
                    at: place, field, expected: "\(field.identifierDigits) hexadecimal digits",
                    actual: place.record[field]?.described ?? ""))
        }
    }

    static let jsonIdentifierCase = Rule(
        "otlp-json/identifier/lower-case", "OTLPJ-003", .warning, "The digits of ids are in lower case.",
        why: "OTLP reads any case; logs and headers have lower case, and a search by text finds one of the two.",
        spec: "OTLP specification, JSON Protobuf Encoding; W3C Trace Context section 3.2.2",
        good: #""spanId":"00f067aa0ba902b7""#, bad: #""spanId":"00F067AA0BA902B7""#
    ) { payload, check in
        payload.forEachIdentifier { place, field in
            guard place.record.identifier(field).isDigits, let text = place.record.text(field) else { return }
            check.expect(
                !text.utf8.contains { (0x41...0x46).contains($0) },
                else: payload.violation(
                    at: place, field, expected: "digits 0 to 9 and a to f", actual: OTLPValue.text(text).described))
        }
    }
}

extension OTLPPayload {
    /// Every field that holds an id, whether it is there or not.
    @inline(__always)
    func forEachIdentifier(_ body: (OTLPPlace, OTLPField) -> Void) {
        for place in places(of: .span) {
            body(place, .spanTraceId)
            body(place, .spanSpanId)
            body(place, .spanParentSpanId)
        }
        for place in places(of: .link) {
            body(place, .linkTraceId)
            body(place, .linkSpanId)
        }
    }
}
