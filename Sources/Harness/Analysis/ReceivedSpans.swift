import TraceModel

/// The spans of accepted exports, in the order of arrival: equal copies of one hop merged, the exporters' own posts apart.
struct ReceivedSpans {
    private(set) var observed: [ObservedSpan] = []
    private(set) var exportPosts: [ObservedSpan] = []

    init(_ exports: [ExportRecord]) {
        let count = exports.reduce(0) { $0 + $1.acceptedSpans.count }
        observed.reserveCapacity(count)
        var extraCopies: [Int: Int] = [:]
        // Nearly every id comes once: whole spans are compared under equal ids only, and never hashed.
        var first = [Identity: Int](minimumCapacity: count)
        var further: [Identity: [Int]] = [:]
        for export in exports {
            for span in export.acceptedSpans {
                let arrived = ObservedSpan(span: span, hop: export.hop, export: export.number)
                guard !span.isExportPost else {
                    exportPosts.append(arrived)
                    continue
                }
                let identity = Identity(hop: export.hop, traceID: span.traceID, spanID: span.spanID)
                if let earlier = first[identity] {
                    let others = [earlier] + further[identity, default: []]
                    if let same = others.first(where: { observed[$0].span == span }) {
                        extraCopies[same, default: 0] += 1
                        continue
                    }
                    further[identity, default: []].append(observed.count)
                } else {
                    first[identity] = observed.count
                }
                observed.append(arrived)
            }
        }
        for (index, copies) in extraCopies {
            let original = observed[index]
            observed[index] = ObservedSpan(
                span: original.span, hop: original.hop, export: original.export, extraCopies: copies)
        }
    }

    private struct Identity: Hashable {
        let hop: Int
        let traceID: TraceID
        let spanID: SpanID
    }
}

extension TraceSpan {
    /// Whether the span stands for a post of spans: a CLIENT call whose URL ends in a path of a trace receiver.
    var isExportPost: Bool {
        guard kind == .client else { return false }
        let url = ["url.full", "http.url", "http.target", "url.path"].lazy.compactMap { key -> String? in
            guard case .string(let text)? = self.attributes[key] else { return nil }
            return text
        }.first
        return ["/api/v2/spans", "/api/v1/spans", "/v1/traces", "/api/traces"].contains { url?.hasSuffix($0) == true }
    }
}
