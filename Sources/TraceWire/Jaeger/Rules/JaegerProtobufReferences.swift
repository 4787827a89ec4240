import TraceRules

// MARK: OpenTelemetry to Jaeger, Parent ID; model.proto, Span.references

extension Rule<JaegerProtobufPayload> {
    /// The specification of OpenTelemetry's exporter asks it of its spans alone.
    static let jaegerParentReferenceFirst = Rule(
        "jaeger-grpc/reference/parent-first", "JGR-004", .must,
        "The parent of a span of OpenTelemetry, the CHILD_OF reference of its trace, is the first reference.",
        why: "No field names the parent. Readers that take the first reference for it hang the span below a link.",
        spec: "OpenTelemetry to Jaeger, Parent ID", good: "references: [CHILD_OF 5, FOLLOWS_FROM 6]",
        bad: "references: [FOLLOWS_FROM 6, CHILD_OF 5]"
    ) { payload, check in
        payload.expectParentFirst(ofOpenTelemetry: true, &check)
    }

    /// Jaeger itself finds the parent wherever it stands.
    static let jaegerParentReferenceBeforeOthers = Rule(
        "jaeger-grpc/reference/parent-before-others", "JGR-004", .warning,
        "The first CHILD_OF reference of a span's trace, its parent, stands before references of other kinds.",
        why: "Readers that take the first reference for the parent hang the span below another one.",
        spec: "Jaeger, model.Span.ParentSpanID", good: "references: [CHILD_OF 5, FOLLOWS_FROM 6]",
        bad: "references: [FOLLOWS_FROM 6, CHILD_OF 5]"
    ) { payload, check in
        payload.expectParentFirst(ofOpenTelemetry: false, &check)
    }
}

extension JaegerProtobufPayload {
    fileprivate func expectParentFirst(ofOpenTelemetry: Bool, _ check: inout RuleCheck) {
        for span in spans {
            guard let parent = span.indexOfParent, isOfOpenTelemetry(span.span) == ofOpenTelemetry else { continue }
            check.expect(
                parent == 0,
                else: span.place.violation(
                    at: .references, expected: "the reference to the parent as the first one",
                    actual: parent == 1 ? "another one before it" : "\(parent) others before it"))
        }
    }

    /// Only OpenTelemetry's SDKs write `telemetry.sdk.*` of the process and `otel.*` tags.
    private func isOfOpenTelemetry(_ span: JaegerProtobufRecord) -> Bool {
        span.hasOpenTelemetryTag || (span.record(.process) ?? process)?.hasOpenTelemetryTag == true
    }
}

extension JaegerProtobufRecord {
    fileprivate var hasOpenTelemetryTag: Bool {
        members.contains { member in
            guard member.field == .tags, let key = member.value.record?.text(.key) else { return false }
            return key.hasPrefix("otel.") || key.hasPrefix("telemetry.sdk.")
        }
    }
}

extension JaegerProtobufSpanPlace {
    /// The place of the first CHILD_OF reference to a span of the same trace; nil where there is none.
    fileprivate var indexOfParent: Int? {
        guard let trace = span.traceIDHalves else { return nil }
        var parent: Int?
        forEachReference { index, reference in
            guard parent == nil, !reference.record.isMistyped(.refType), reference.record.int32(.refType) ?? 0 == 0,
                let other = reference.record.traceIDHalves, other == trace
            else { return }
            parent = index
        }
        return parent
    }
}
