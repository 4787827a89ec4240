import TraceConsole

/// The findings of one claim that have one cause, in the order of the evidence: a hop that is wrong once is mostly wrong
/// each time, and saying so once is enough.
struct FindingGroup {
    let cause: String
    private(set) var findings: [Finding]

    /// How many findings of a group are shown.
    static let shown = 3

    /// How many causes of one claim are shown.
    static let shownCauses = 4

    /// The first causes with their extent and the number of the others:
    /// `x-request-id is dropped: 87 requests; x-request-id is changed: 1 request`
    static func summary(of groups: [FindingGroup]) -> String {
        let named = groups.prefix(shownCauses).map { "\($0.cause): \($0.extent)" }
        let others = groups.count - named.count
        return (named + (others > 0 ? ["and \(counted(others, "further cause"))"] : [])).joined(separator: "; ")
    }

    /// In the order in which the causes first appear.
    static func groups(of findings: [Finding]) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        var positions: [String: Int] = [:]
        for finding in findings {
            if let position = positions[finding.cause] {
                groups[position].findings.append(finding)
            } else {
                positions[finding.cause] = groups.count
                groups.append(FindingGroup(cause: finding.cause, findings: [finding]))
            }
        }
        return groups
    }

    /// `x-request-id is dropped: 87 requests, first 3 shown`
    var title: String {
        let more = findings.count > Self.shown ? ", first \(Self.shown) shown" : ""
        return "\(cause): \(extent)\(more)"
    }

    /// `87 requests`, `90 findings in 87 requests`, `2 findings`.
    var extent: String {
        let requests = Set(findings.compactMap(\.request)).count
        if requests == 0 { return counted(findings.count, "finding") }
        return requests == findings.count
            ? counted(requests, "request")
            : "\(counted(findings.count, "finding")) in \(counted(requests, "request"))"
    }
}

extension Finding {
    /// Where it was found: `request 4, app-b → app-c`, `request 203 (denied), app-b`, `app-b`, `the run`.
    func place(in analysis: RunAnalysis) -> String {
        var parts: [String] = []
        if let request { parts.append("request \(request)\(analysis.request(request)?.phaseRemark ?? "")") }
        if let edge, analysis.chain.hops.indices.contains(edge) {
            parts.append(analysis.chain.edgeName(edge))
        } else if let hop, analysis.chain.hops.indices.contains(hop) {
            parts.append(analysis.chain.hops[hop].name)
        }
        return parts.isEmpty ? "the run" : parts.joined(separator: ", ")
    }
}

extension RequestEvidence {
    /// ` (denied)`; empty in the main phase.
    fileprivate var phaseRemark: String { sent.phase == .main ? "" : " (\(sent.phase.rawValue))" }
}
