import TraceModel
import TraceRules

// MARK: OpenTelemetry trace API, Span; semantic conventions for HTTP, Name

extension Rule<JudgedSpan> {
    static let nameCardinality = Rule(
        "content/name/low-cardinality", "SEM-001", .should,
        "A span name holds no identifier, number of an object, time or query.",
        why: "Backends group spans by name: every identifier makes a group, an index entry and a metric of its own.",
        owner: .instrumentation, spec: "OpenTelemetry trace API, Span; zipkin2-api.yaml, Span.name",
        good: #""name":"load user""#, bad: #""name":"load user 314159""#
    ) { judged, check in
        // The names of HTTP spans have a rule of their own.
        guard !judged.hasStableHTTPName, !judged.span.name.isEmpty else { return }
        let identifier = IdentifierText.find(in: judged.span.name)
        check.expect(
            identifier == nil,
            else: judged.violation(
                at: "name", expected: "a name without \(String(identifier ?? "").quoted)",
                actual: judged.span.name.quoted))
    }

    static let httpName = Rule(
        "content/http/name", "SEM-002", .should,
        "The name of an HTTP span is its method, or its method and its route or template.",
        why: "A name with the path of each request makes as many groups in the backend as there are paths.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, Name",
        good: #""name":"GET /users/{id}""#, bad: #""name":"GET /users/42?x=1""#
    ) { judged, check in
        guard judged.hasStableHTTPName else { return }
        let said = judged.attributes.text(.method) ?? ""
        // What may be any word is written as one.
        let method = said == "_OTHER" ? "HTTP" : said
        guard let target = judged.targetInName(after: method, or: said) else { return }
        let template = judged.span.kind == .server ? SemanticKey.route : .urlTemplate
        let allowed = judged.attributes.text(template).map { "\(method) \($0)" } ?? method
        check.expect(
            target.isEmpty || !judged.isRawTarget(target),
            else: judged.violation(at: "name", expected: allowed.quoted, actual: judged.span.name.quoted))
    }
}

extension JudgedSpan {
    /// Whether the stable conventions say how it is called.
    fileprivate var hasStableHTTPName: Bool {
        isStableServer || isStableClient
    }

    /// The part of the name behind the method; empty when there is none, nil when the name is one that the application
    /// chose, which it may. Zipkin's exporters may write names in lower case.
    fileprivate func targetInName(after method: String, or said: String) -> Substring? {
        let name = span.name
        for prefix in [method, said] where !prefix.isEmpty {
            guard name.hasPrefix(prefix) || name.lowercased().hasPrefix(prefix.lowercased()) else { continue }
            let rest = name.dropFirst(prefix.count)
            // `_OTHER` is for the attribute, not for names.
            if prefix == "_OTHER" { return nil }
            if rest.isEmpty { return rest }
            if rest.first == " " { return rest.dropFirst() }
        }
        return name.hasPrefix("/") || name.contains("://") ? name[...] : nil
    }

    /// Whether a part of a name is what the request asked for rather than a template of it.
    fileprivate func isRawTarget(_ target: Substring) -> Bool {
        if target == attributes.text(.route) ?? "" || target == attributes.text(.urlTemplate) ?? "" { return false }
        if target.contains("://") || IdentifierText.query(in: target) != nil { return true }
        if target.utf8.count > 1, target == attributes.text(.urlPath) ?? "" { return true }
        return IdentifierText.find(in: String(target)) != nil
    }
}
