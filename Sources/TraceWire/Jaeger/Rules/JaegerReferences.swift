import TraceRules

// MARK: jaeger.thrift, Span: parentSpanId, references; SpanRef

extension Rule<JaegerPayload> {
    /// A parent need not be among the references; where it is, readers take the first CHILD_OF of the trace for it.
    static let jaegerParentFirst = Rule(
        "jaeger/reference/parent-first", "JT-006", .must,
        "Where the references name the parent, it is the first CHILD_OF of the trace.",
        why: "Jaeger takes the first one for the parent: the span hangs below another than parentSpanId says.",
        spec: "Jaeger, model.Span.ParentSpanID", good: "parentSpanId: 5, references: [CHILD_OF 5, CHILD_OF 6]",
        bad: "parentSpanId: 5, references: [CHILD_OF 6, CHILD_OF 5]"
    ) { payload, check in
        for place in payload.spanPlaces {
            guard let parent = place.parent, let first = place.parents.first else { continue }
            guard place.parents.contains(where: { $0.id == parent }) else { continue }
            check.expect(
                first.id == parent,
                else: place.violation(
                    at: "references[\(first.index)].spanId", of: first.reference, .spanId,
                    expected: "\(parent.hexText), which parentSpanId says", actual: first.id.hexText))
        }
    }

    /// The IDL lets references leave out the parent, so that a second parent is no fault of the wire.
    static let jaegerParentNamed = Rule(
        "jaeger/reference/parent-named", "JT-006", .warning,
        "A span with parentSpanId and with CHILD_OF references of its trace has the parent among them.",
        why: "Jaeger adds the parent in front, and the span has two: most likely one of the two ids is wrong.",
        spec: "Jaeger, model.MaybeAddParentSpanID", good: "parentSpanId: 5, references: [CHILD_OF 5]",
        bad: "parentSpanId: 5, references: [CHILD_OF 6]"
    ) { payload, check in
        let origin = OpenTelemetryOrigin(of: payload)
        for place in payload.spanPlaces {
            // Of OpenTelemetry every other CHILD_OF is a link: `jaegerLinkType`.
            guard let parent = place.parent, let first = place.parents.first, !origin.includes(place) else {
                continue
            }
            check.expect(
                place.parents.contains { $0.id == parent },
                else: place.violation(
                    at: "references[\(first.index)].spanId", of: first.reference, .spanId,
                    expected: "\(parent.hexText), which parentSpanId says", actual: first.id.hexText))
        }
    }

    static let jaegerReferenceType = Rule(
        "jaeger/reference/type", "JT-010", .must, "The refType of a reference is 0 or 1.",
        why: "Readers refuse the batch, or make a parent of what is a link.", spec: "jaeger.thrift, SpanRefType",
        good: "refType: 1 (FOLLOWS_FROM)", bad: "refType: 2"
    ) { payload, check in
        for place in payload.spanPlaces {
            for (index, reference) in (place.span.list(.references) ?? []).enumerated() {
                guard let type = reference.number(.refType) else { continue }
                check.expect(
                    type == 0 || type == 1,
                    else: place.violation(
                        at: "references[\(index)].refType", of: reference, .refType,
                        expected: "0 CHILD_OF or 1 FOLLOWS_FROM", actual: "\(type)"))
            }
        }
    }
}

// MARK: OpenTelemetry to Jaeger, Links

extension Rule<JaegerPayload> {
    static let jaegerLinkType = Rule(
        "jaeger/open-telemetry/link-type", "JT-015", .should, "A link of OpenTelemetry is a FOLLOWS_FROM reference.",
        why: "As CHILD_OF it is a second parent, and the span appears where it does not belong.",
        spec: "OpenTelemetry to Jaeger, Links", good: "references: [FOLLOWS_FROM 6]", bad: "references: [CHILD_OF 6]"
    ) { payload, check in
        let origin = OpenTelemetryOrigin(of: payload)
        for place in payload.spanPlaces {
            guard let references = place.span.list(.references), !references.isEmpty, origin.includes(place)
            else { continue }
            let parents = place.parents
            // Of a root the first CHILD_OF is the parent; where the parent stands behind another one `jaegerParentFirst`
            // says so.
            let parent = place.parent ?? parents.first?.id
            if parents.first?.id != parent, parents.contains(where: { $0.id == parent }) { continue }
            for (index, reference) in references.enumerated() {
                let type = reference.number(.refType)
                guard type == 0 || type == 1 else { continue }
                let isParent = place.span.isOfTheTrace(of: reference) && reference.number(.spanId) == parent
                check.expect(
                    type == 1 || isParent,
                    else: place.violation(
                        at: "references[\(index)].refType", of: reference, .refType, expected: "1 FOLLOWS_FROM",
                        actual: "0 CHILD_OF to a span that is not the parent"))
            }
        }
    }

    static let jaegerLinksBehindParent = Rule(
        "jaeger/open-telemetry/links-behind-parent", "JT-015", .should,
        "The links of OpenTelemetry stand behind the reference to the parent.",
        why: "Readers that take the first reference for the parent hang the span below a link.",
        spec: "OpenTelemetry to Jaeger, Links", good: "references: [CHILD_OF 5, FOLLOWS_FROM 6]",
        bad: "references: [FOLLOWS_FROM 6, CHILD_OF 5]"
    ) { payload, check in
        let origin = OpenTelemetryOrigin(of: payload)
        for place in payload.spanPlaces {
            guard let parent = place.parents.first, (place.span.list(.references)?.count ?? 0) > 1,
                origin.includes(place)
            else { continue }
            check.expect(
                parent.index == 0,
                else: place.violation(
                    at: "references[\(parent.index)]", of: parent.reference, .refType,
                    expected: "the parent as the first reference",
                    actual: parent.index == 1 ? "a link before it" : "\(parent.index) links before it"))
        }
    }
}

extension JaegerSpanPlace {
    /// nil of a root, which says 0.
    fileprivate var parent: Int64? { span.number(.parentSpanId).flatMap { $0 == 0 ? nil : $0 } }

    /// The CHILD_OF references to spans of the same trace.
    fileprivate var parents: [(index: Int, reference: JaegerStruct, id: Int64)] {
        (span.list(.references) ?? []).enumerated().compactMap { index, reference in
            guard reference.number(.refType) == 0, span.isOfTheTrace(of: reference), let id = reference.number(.spanId)
            else { return nil }
            return (index, reference, id)
        }
    }
}
