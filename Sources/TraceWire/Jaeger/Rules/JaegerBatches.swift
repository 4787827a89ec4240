import TraceBytes
import TraceRules

// MARK: jaeger.thrift, Batch and Process

extension Rule<JaegerPayload> {
    static let jaegerProcess = Rule(
        "jaeger/batch/process", "JT-001", .must, "A batch has a process.",
        why: "Readers made from the IDL refuse the batch with all of its spans.", spec: "jaeger.thrift, Batch.process",
        good: "Batch(process: Process(serviceName: \"shop\"), spans: …)", bad: "Batch(spans: …)"
    ) { payload, check in
        payload.expectOfBatches(JaegerRequirement.batch[0], &check)
    }

    static let jaegerSpans = Rule(
        "jaeger/batch/spans", "JT-001", .must, "A batch has a list of spans.",
        why: "Readers made from the IDL refuse the batch.", spec: "jaeger.thrift, Batch.spans",
        good: "Batch(process: …, spans: [Span(…)])", bad: "Batch(process: …)"
    ) { payload, check in
        payload.expectOfBatches(JaegerRequirement.batch[1], &check)
    }

    static let jaegerServiceName = Rule(
        "jaeger/process/service-name", "JT-002", .must, "A process has a serviceName.",
        why: "Readers made from the IDL refuse the batch with all of its spans.",
        spec: "jaeger.thrift, Process.serviceName", good: "Process(serviceName: \"shop\")", bad: "Process(tags: …)"
    ) { payload, check in
        for (index, batch) in payload.batches.enumerated() {
            guard let process = batch.part(.process) else { continue }
            process.expect(
                JaegerRequirement.process, at: JaegerStruct.join(payload.path(ofBatch: index), "process"), label: nil,
                &check)
        }
    }

    static let jaegerServiceNameNotEmpty = Rule(
        "jaeger/process/service-name-not-empty", "JT-002", .must, "The serviceName of a process is not empty.",
        why: "Nobody finds the spans: Jaeger stores them under empty-service-name.",
        spec: "OpenTelemetry to Jaeger, Resource", good: "Process(serviceName: \"shop\")",
        bad: "Process(serviceName: \"\")"
    ) { payload, check in
        for (index, batch) in payload.batches.enumerated() {
            guard let process = batch.part(.process), let name = process.text(.serviceName) else { continue }
            let path = JaegerStruct.join(payload.path(ofBatch: index), "process")
            check.expect(
                !name.isEmpty,
                else: Violation(
                    at: "\(path).serviceName", expected: "the name of the service", actual: "\"\"",
                    offset: process.offset(of: .serviceName)))
        }
    }

    static let jaegerNotEmpty = Rule(
        "jaeger/batch/not-empty", "JT-019", .should, "A batch has spans.",
        why: "It costs its sender and the collector a request, and says nothing.", spec: "jaeger.thrift, Batch.spans",
        good: "Batch(process: …, spans: [Span(…)])", bad: "Batch(process: …, spans: [])"
    ) { payload, check in
        for (index, batch) in payload.batches.enumerated() {
            guard let spans = batch.list(.spans) else { continue }
            check.expect(
                !spans.isEmpty,
                else: Violation(
                    at: JaegerStruct.join(payload.path(ofBatch: index), "spans"), expected: "at least one span",
                    actual: "none", offset: batch.offset(of: .spans)))
        }
    }
}

// MARK: Thrift, string: UTF-8

extension Rule<JaegerPayload> {
    static let jaegerTextUTF8 = Rule(
        "jaeger/text/utf-8", "JT-018", .must, "Texts are UTF-8.",
        why:
            "What reads them replaces the bytes or drops the spans: protobuf, in which Jaeger stores them, has no such "
            + "text.", spec: "Thrift binary protocol, Binary", good: "operationName: \"grün\", 67 72 c3 bc 6e",
        bad: "operationName: 67 72 fc 6e"
    ) { payload, check in
        for (index, batch) in payload.batches.enumerated() {
            guard let process = batch.part(.process) else { continue }
            let path = JaegerStruct.join(payload.path(ofBatch: index), "process.serviceName")
            process.expectText(.serviceName, at: path, label: nil, &check)
        }
        for place in payload.spanPlaces {
            place.span.expectText(.operationName, at: "\(place.path).operationName", label: place.label, &check)
        }
        payload.forEachTag { place in
            for field in [JaegerField.key, .vStr] {
                guard let value = place.tag[field] else { continue }
                check.expect(
                    value.bytes == nil,
                    else: place.violation(at: field, expected: "UTF-8", actual: value.described))
            }
        }
    }
}

extension JaegerStruct {
    fileprivate func expectText(
        _ field: JaegerField, at path: @autoclosure () -> String, label: @autoclosure () -> SpanLabel?,
        _ check: inout RuleCheck
    ) {
        guard let value = self[field] else { return }
        check.expect(
            value.bytes == nil,
            else: Violation(
                at: path(), expected: "UTF-8", actual: value.described, offset: offset(of: field), span: label()))
    }
}

extension JaegerPayload {
    fileprivate func expectOfBatches(_ requirement: JaegerRequirement, _ check: inout RuleCheck) {
        for (index, batch) in batches.enumerated() {
            batch.expect([requirement], at: path(ofBatch: index), label: nil, &check)
        }
    }
}
