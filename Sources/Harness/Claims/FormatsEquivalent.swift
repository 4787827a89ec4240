import HopServer
import TraceModel

extension Claim {
    /// One span is one span in whatever form it travels: what a form cannot say is listed, everything else is equal.
    static let formatsEquivalent = Claim(
        "formats/equivalent", "every form carries the same spans, but for what it cannot say"
    ) { run, tally in
        let forms = run.settings.exportForms.dropFirst()
        guard !forms.isEmpty else { return tally.ruleOut("spans are exported in one form (--export all compares all)") }
        var losses: [ExportForm: Set<FormLoss>] = [:]
        for hop in run.chain.hops.indices where !run.chain.hops[hop].isForeign {
            if run.evidence.hopEnds[hop].lostDatagrams > 0 || !run.evidence.hopEnds[hop].isClean {
                tally.block(by: "accounting/balanced")
                continue
            }
            let expected = SpansOfHop(hop, in: run.settings.judgedForm, run)
            for form in forms {
                if run.evidence.exports(in: form).contains(where: { $0.hop == hop && $0.isRefused }) {
                    tally.block(by: "export/accepted")
                    continue
                }
                let comparison = FormComparison(hop: hop, judged: run.settings.judgedForm, form: form)
                comparison.judge(expected, against: SpansOfHop(hop, in: form, run), &tally)
                losses[form, default: []].formUnion(expected.losses(in: form))
            }
        }
        tally.figures = "\(tally.judged) spans in \(forms.count) forms beside \(run.settings.judgedForm.rawValue)"
        tally.figures += text(of: losses, in: Array(forms))
    }

    /// `; zipkin-v2, zipkin-v2-protobuf cannot say times below 1 µs, INTERNAL`: forms that lose the same together.
    private static func text(of losses: [ExportForm: Set<FormLoss>], in forms: [ExportForm]) -> String {
        var groups: [(losses: Set<FormLoss>, forms: [ExportForm])] = []
        for form in forms {
            guard let lost = losses[form], !lost.isEmpty else { continue }
            if let group = groups.firstIndex(where: { $0.losses == lost }) {
                groups[group].forms.append(form)
            } else {
                groups.append((lost, [form]))
            }
        }
        return groups.map { group in
            let lost = FormLoss.allCases.filter(group.losses.contains).map(\.rawValue).joined(separator: ", ")
            return "; \(group.forms.map(\.rawValue).joined(separator: ", ")) cannot say \(lost)"
        }.joined()
    }
}

/// What a hop exported in one form, by identity.
private struct SpansOfHop {
    struct Identity: Hashable {
        /// Forms with 64 bits lose the high half.
        let trace: UInt64
        let span: SpanID
        let isServer: Bool
    }

    private(set) var spans: [Identity: [TraceSpan]] = [:]
    /// In the order of arrival.
    private(set) var order: [Identity] = []

    init(_ hop: Int, in form: ExportForm, _ run: RunAnalysis) {
        for export in run.evidence.exports(in: form) where export.hop == hop {
            for span in export.acceptedSpans {
                let identity = Identity(
                    trace: span.traceID.low, span: span.spanID, isServer: span.kind == .server)
                if spans[identity] == nil { order.append(identity) }
                spans[identity, default: []].append(span)
            }
        }
    }

    func losses(in form: ExportForm) -> Set<FormLoss> {
        Set(spans.values.joined().flatMap { FormLoss.losses(of: $0, in: form) })
    }
}

/// Compares what came in a form with what came in the judged one.
private struct FormComparison {
    let hop: Int
    let judged: ExportForm
    let form: ExportForm

    func judge(_ expected: SpansOfHop, against actual: SpansOfHop, _ tally: inout Tally) {
        for identity in expected.order {
            let (left, right) = (expected.spans[identity] ?? [], actual.spans[identity] ?? [])
            guard left.count == right.count, let span = left.first, let other = right.first else {
                tally.fail(numbers(left, right))
                continue
            }
            if let difference = difference(span, other) {
                tally.fail(finding(difference, span))
            } else {
                tally.hold()
            }
        }
        for identity in actual.order where expected.spans[identity] == nil {
            tally.fail(numbers([], actual.spans[identity] ?? []))
        }
    }

    /// What a form that loses nothing says must be the same to the last type.
    private func difference(_ span: TraceSpan, _ other: TraceSpan) -> SpanEssence.Difference? {
        if let difference = SpanEssence(span).difference(from: SpanEssence(other)) { return difference }
        if FormLoss.isPossible(in: form) || span == other { return nil }
        return SpanEssence.Difference(part: "content", expected: "\(span)", actual: "\(other)")
    }

    private func numbers(_ left: [TraceSpan], _ right: [TraceSpan]) -> Finding {
        Finding(
            "span \(left.count > right.count ? "missing" : "surplus") in \(form.rawValue)", hop: hop,
            span: (left.first ?? right.first).map { SpanReference($0) },
            expected: "\(left.count), as in \(judged.rawValue)",
            actual: "\(right.count)")
    }

    private func finding(_ difference: SpanEssence.Difference, _ span: TraceSpan) -> Finding {
        Finding(
            "\(difference.part) differs in \(form.rawValue)", hop: hop, span: SpanReference(span),
            expected: "\(difference.expected), as in \(judged.rawValue)", actual: difference.actual)
    }
}

extension ExportRecord {
    fileprivate var isRefused: Bool {
        if case .refused = result { true } else { false }
    }
}
