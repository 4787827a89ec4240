import TraceModel
import TraceRules

// MARK: Semantic conventions for HTTP spans: kind, required attributes, migration

extension Rule<JudgedSpan> {
    static let httpKind = Rule(
        "content/http/kind", "SEM-003", .must, "A span of an HTTP request and its response is CLIENT or SERVER.",
        why:
            "Backends join services by CLIENT and SERVER spans: the call is missing on their maps and in their metrics.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP client span, HTTP server span",
        good: #""kind":3,"attributes":[http.request.method, url.full, http.response.status_code]"#,
        bad: #""kind":1,"attributes":[http.request.method, url.full, http.response.status_code]"#
    ) { judged, check in
        // Middleware and handlers have spans of their own below, with some of the same attributes: a whole exchange is
        // one that says what was asked, of whom, and what was answered.
        guard judged.dataModel == .otlp, judged.isWholeExchange else { return }
        let kind = judged.span.kind
        check.expect(
            kind != .internal && kind != .unspecified,
            else: judged.violation(at: "kind", expected: "CLIENT or SERVER", actual: kind.description))
    }

    static let httpServerAttributes = Rule(
        "content/http/server-attributes", "SEM-004", .must,
        "A stable HTTP server span has http.request.method, url.path and url.scheme.",
        why: "Queries and dashboards that are built on the required attributes pass over the span.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP server span",
        good: "http.request.method=GET url.path=/users url.scheme=https", bad: "http.request.method=GET url.path=/users"
    ) { judged, check in
        guard judged.isStableServer else { return }
        judged.expect([.method, .urlPath, .urlScheme], &check)
    }

    static let httpClientAttributes = Rule(
        "content/http/client-attributes", "SEM-005", .must,
        "A stable HTTP client span has http.request.method, server.address, url.full, and a port that is not the default.",
        why: "Nobody can tell which server was called: maps of services and dashboards pass over the span.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP client span",
        good: "http.request.method=GET server.address=cart server.port=8080 url.full=http://cart:8080/",
        bad: "http.request.method=GET server.port=8080 url.full=http://cart:8080/"
    ) { judged, check in
        guard judged.isStableClient else { return }
        judged.expect([.method, .serverAddress, .fullURL], &check)
        // Until version 1.23 a default port could be left out, and instrumentations go on doing so: another rule asks.
        guard let port = judged.fullURL?.port, port != "80", port != "443"
        else { return }
        judged.expect([.serverPort], &check)
    }

    static let httpClientDefaultPort = Rule(
        "content/http/client-default-port", "SEM-005", .should,
        "A stable HTTP client span has server.port, also where the port is the default of the scheme.",
        why: "Spans of one server fall into two groups: those with a port and those without.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP client span, server.port",
        good: "server.port=443 url.full=https://cart/", bad: "url.full=https://cart/"
    ) { judged, check in
        guard judged.isStableClient, let url = judged.fullURL,
            url.port == nil || url.port == "80" || url.port == "443"
        else { return }
        judged.expect([.serverPort], &check)
    }

    static let httpMigration = Rule(
        "content/http/one-generation", "SEM-010", .warning,
        "A span names HTTP facts by the old names, by the stable ones, or everything by both.",
        why: "Queries for either generation find half of the facts.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP migration",
        good: "http.request.method=GET url.path=/users url.scheme=https", bad: "http.method=GET url.path=/users"
    ) { judged, check in
        guard judged.generation != nil, judged.followsOpenTelemetry,
            judged.attributes.has(.method) || judged.attributes.has(.oldMethod)
        else { return }
        let isDoubled = judged.attributes.has(.method) && judged.attributes.has(.oldMethod)
        check.expect(
            judged.generation != .both || isDoubled,
            else: judged.violation(
                at: judged.attributes.has(.method) ? .method : .oldMethod,
                expected: judged.attributes.has(.method)
                    ? "http.method beside it, or stable names alone"
                    : "http.request.method beside it, or old names alone",
                actual: "names of both generations"))
    }

    static let httpMethodSpelling = Rule(
        "content/http/method-spelling", "SEM-016", .must,
        "http.request.method names a method of the standard as the standard does: in upper case.",
        why: "Methods are case-sensitive: get and GET become two groups.",
        owner: .instrumentation, spec: "Semantic conventions, http.request.method",
        good: "http.request.method=GET", bad: "http.request.method=get"
    ) { judged, check in
        guard let method = judged.attributes.text(.method) else { return }
        let known = method.uppercased()
        guard HTTPMethods.known.contains(known) else { return }
        check.expect(
            method == known, else: judged.violation(at: .method, expected: known.quoted, actual: method.quoted))
    }

    static let httpMethodKnown = Rule(
        "content/http/method-known", "SEM-016", .warning,
        "http.request.method is a method of the standard or _OTHER, unless the application knows more of them.",
        why: "Whoever can send requests can make up methods, and each becomes a group.",
        owner: .instrumentation, spec: "Semantic conventions, http.request.method",
        good: "http.request.method=_OTHER http.request.method_original=BREW", bad: "http.request.method=BREW"
    ) { judged, check in
        guard let method = judged.attributes.text(.method) else { return }
        // How known ones are spelt is the business of `httpMethodSpelling`.
        check.expect(
            method == "_OTHER" || HTTPMethods.known.contains(method.uppercased()),
            else: judged.violation(
                at: .method, expected: "a method of the standard or \"_OTHER\"", actual: method.quoted))
    }
}

private enum HTTPMethods {
    /// RFC 9110 section 9, RFC 5789, and QUERY.
    static let known: Set<String> = [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE", "QUERY",
    ]
}

extension JudgedSpan {
    fileprivate func expect(_ keys: [SemanticKey], _ check: inout RuleCheck) {
        for key in keys {
            check.expect(
                attributes.has(key),
                else: violation(at: key, expected: "an attribute that HTTP \(span.kind) spans must have"))
        }
    }

    /// What was asked, of whom, and what was answered, all in one generation.
    fileprivate var isWholeExchange: Bool {
        let has = attributes.has
        if has(.method), has(.statusCode), has(.fullURL) && has(.serverAddress) || has(.urlPath) && has(.urlScheme) {
            return true
        }
        return has(.oldMethod) && has(.oldStatusCode) && (has(.oldURL) || has(.oldTarget) && has(.oldScheme))
    }
}
