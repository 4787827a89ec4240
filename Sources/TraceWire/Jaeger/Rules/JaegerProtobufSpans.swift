import TraceBytes
import TraceRules

// MARK: model.proto, Span: trace_id, span_id; Jaeger, TraceIDFromBytes and SpanIDFromBytes

extension Rule<JaegerProtobufPayload> {
    static let jaegerIDLengths = Rule(
        "jaeger-grpc/ids/lengths", "JGR-002", .must, "A trace_id has 16 bytes, or 8, and a span_id has 8.",
        why: "Jaeger refuses the message with all of its spans, or takes an absent id for zero.",
        spec: "Jaeger, model/ids.go", good: "0a 10 and 16 bytes, 12 08 and 8 bytes",
        bad: "0a 20 and the 32 digits of the id"
    ) { payload, check in
        for span in payload.spans {
            span.place.expectIDs(&check)
            span.forEachReference { _, reference in reference.expectIDs(&check) }
        }
    }
}

extension JaegerProtobufPlace {
    fileprivate func expectIDs(_ check: inout RuleCheck) {
        expectLength(of: .traceId, [16, 8], "16 bytes, or 8", &check)
        expectLength(of: .spanId, [8], "8 bytes", &check)
    }

    private func expectLength(
        of field: JaegerProtobufField, _ lengths: [Int], _ expected: String, _ check: inout RuleCheck
    ) {
        if record.isMistyped(field) { return }
        let octets = record.octets(field)
        check.expect(
            lengths.contains(octets?.count ?? 0),
            else: violation(at: field, expected: expected, actual: octets.map(Self.described) ?? "nothing"))
    }

    /// `15 bytes`, `32 bytes, the text "4bf92f35…"`.
    private static func described(_ octets: [UInt8]) -> String {
        let count = octets.count == 1 ? "1 byte" : "\(octets.count) bytes"
        let isText = octets.count > 8 && octets.allSatisfy { (0x21...0x7e).contains($0) }
        guard isText else { return count }
        return "\(count), the text \"\(String(decoding: octets.prefix(36), as: UTF8.self))\""
    }
}

// MARK: model.proto, Batch: process

extension Rule<JaegerProtobufPayload> {
    static let jaegerServiceNameOfSpans = Rule(
        "jaeger-grpc/process/service-name", "JGR-003", .must,
        "Every span has a process, its own or the batch's, with a service_name that is not empty.",
        why: "Nobody finds the spans: Jaeger stores them under the name of no service.",
        spec: "model.proto, Batch", good: "Batch(spans: …, process: Process(service_name: \"shop\"))",
        bad: "Batch(spans: …)"
    ) { payload, check in
        var isBatchJudged = false
        for span in payload.spans {
            if let own = span.span.record(.process) {
                check.expectServiceName(of: own, at: "\(span.path).process", span.label)
            } else if !span.span.isMistyped(.process), !isBatchJudged {
                // One fault of the batch, and not one of each of its spans.
                isBatchJudged = true
                if payload.batch?.isMistyped(.process) == true { continue }
                check.expectServiceName(of: payload.process, at: "batch.process", nil)
            }
        }
    }
}

extension RuleCheck {
    fileprivate mutating func expectServiceName(
        of process: JaegerProtobufRecord?, at path: String, _ label: @autoclosure () -> SpanLabel?
    ) {
        if process?.isMistyped(.serviceName) == true { return }
        let name = process?.text(.serviceName) ?? ""
        expect(
            !name.isEmpty,
            else: Violation(
                at: process == nil ? path : "\(path).service_name", expected: "the name of the service",
                actual: process?[.serviceName] == nil ? "nothing" : "\"\"",
                offset: process.map { $0.member(.serviceName)?.offset ?? $0.offset }, span: label()))
    }
}

// MARK: model.proto, Span: warnings

extension Rule<JaegerProtobufPayload> {
    static let jaegerNoWarnings = Rule(
        "jaeger-grpc/warnings/empty", "JGR-009", .warning, "Spans of clients have no warnings.",
        why: "Jaeger's backend notes there what it changed in a span: people take the client's words for its.",
        spec: "model.proto, Span.warnings", good: "Span(logs: [event=clock.skew])",
        bad: "Span(warnings: [\"clock skew\"])"
    ) { payload, check in
        for span in payload.spans {
            let warning = span.span.member(.warnings)
            check.expect(
                warning == nil,
                else: span.place.violation(
                    at: .warnings, expected: "none", actual: warning?.value.text.map { "\"\($0)\"" } ?? "one"))
        }
    }
}
