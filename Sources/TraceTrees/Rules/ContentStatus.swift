import TraceModel
import TraceRules

// MARK: Semantic conventions for HTTP spans: Status; error.type

extension Rule<JudgedSpan> {
    static let serverErrorStatus = Rule(
        "content/http/server-error-status", "SEM-011", .should, "A SERVER span that answered 5xx has the status ERROR.",
        why: "The failure is in no error rate, and samplers that keep failed traces drop it.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, Status",
        good: "SERVER http.response.status_code=503, status ERROR",
        bad: "SERVER http.response.status_code=503, status UNSET"
    ) { judged, check in
        guard judged.followsOpenTelemetry, judged.span.kind == .server, let code = judged.httpStatusCode, code >= 500,
            // OK is the application's last word.
            judged.span.status.code != .ok
        else { return }
        check.expect(
            judged.span.status.code == .error,
            else: judged.violation(at: "status", expected: "ERROR for \(code)", actual: "UNSET"))
    }

    static let serverStatusOfClientErrors = Rule(
        "content/http/server-status-4xx", "SEM-011", .should,
        "A SERVER span does not have the status ERROR for an answer of 4xx alone.",
        why: "The fault is the caller's: what strangers ask for counts as failures of the service.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, Status",
        good: "SERVER http.response.status_code=404, status UNSET",
        bad: "SERVER http.response.status_code=404, status ERROR"
    ) { judged, check in
        guard judged.followsOpenTelemetry, judged.span.kind == .server, let code = judged.httpStatusCode,
            (400...499).contains(code), !judged.hasFurtherError
        else { return }
        check.expect(
            judged.span.status.code != .error,
            else: judged.violation(at: "status", expected: "no ERROR for \(code) alone", actual: "ERROR"))
    }

    static let clientErrorStatus = Rule(
        "content/http/client-error-status", "SEM-012", .should,
        "A CLIENT span that was answered 4xx or 5xx has the status ERROR.",
        why: "The failed call is in no error rate, and samplers that keep failed traces drop it.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, Status",
        good: "CLIENT http.response.status_code=404, status ERROR",
        bad: "CLIENT http.response.status_code=500, status UNSET"
    ) { judged, check in
        guard judged.followsOpenTelemetry, judged.span.kind == .client, let code = judged.httpStatusCode, code >= 400,
            judged.span.status.code != .ok
        else { return }
        check.expect(
            judged.span.status.code == .error,
            else: judged.violation(at: "status", expected: "ERROR for \(code)", actual: "UNSET"))
    }

    static let clientSuccessStatus = Rule(
        "content/http/success-status", "SEM-012", .should,
        "The status is not ERROR for an answer of 1xx to 3xx alone.",
        why: "Calls that succeeded count as failures.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, Status",
        good: "CLIENT http.response.status_code=302, status UNSET",
        bad: "CLIENT http.response.status_code=200, status ERROR"
    ) { judged, check in
        guard judged.followsOpenTelemetry, judged.span.kind == .client || judged.span.kind == .server,
            let code = judged.httpStatusCode, code < 400, !judged.hasFurtherError
        else { return }
        check.expect(
            judged.span.status.code != .error,
            else: judged.violation(at: "status", expected: "UNSET for \(code) and no other error", actual: "ERROR"))
    }

    static let okStatus = Rule(
        "content/status/ok-is-explicit", "SEM-013", .should,
        "Instrumentation leaves the status of ordinary successes UNSET; OK is for applications to say.",
        why:
            "OK is final: it hides the errors that the application sets later, and tells nothing where all spans have it.",
        owner: .instrumentation, spec: "OpenTelemetry trace API, Set Status", good: #""status":{}"#,
        bad: #""status":{"code":1} on every span of a scope"#, remembering: StatusMemory()
    ) { judged, memory, _ in
        guard judged.dataModel == .otlp, judged.isOfInstrumentation, !judged.span.scope.name.isEmpty else { return }
        memory.add(judged.span)
    } atEnd: { memory, check in
        for (scope, counts) in memory.scopes.sorted(by: { $0.key < $1.key }) where counts.total >= StatusMemory.enough {
            check.expect(
                counts.ok < counts.total,
                else: Violation(
                    at: "scope \(scope.quoted)", expected: "spans with the status UNSET",
                    actual: "OK on all \(counts.total) spans that did not fail"))
        }
    }

    static let errorTypePresent = Rule(
        "content/http/error-type-present", "SEM-014", .should, "A failed stable HTTP span has error.type.",
        why: "Metrics by error.type put the failure among the successes.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, error.type",
        good: "http.response.status_code=500 error.type=500", bad: "http.response.status_code=500"
    ) { judged, check in
        guard judged.isStableServer || judged.isStableClient, judged.span.status.code == .error else { return }
        // What failed on the way, or by its code: of another failure the application may have told.
        if let code = judged.httpStatusCode, code < (judged.span.kind == .client ? 400 : 500) { return }
        check.expect(
            judged.attributes.has(.errorType),
            else: judged.violation(
                at: .errorType,
                expected: judged.httpStatusCode.map { "\"\($0)\"" } ?? "the class of the error"))
    }

    static let errorTypeAbsent = Rule(
        "content/http/error-type-absent", "SEM-014", .should, "A stable HTTP span that succeeded has no error.type.",
        why: "Metrics by error.type count the success as a failure.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, error.type",
        good: "http.response.status_code=200", bad: "http.response.status_code=200 error.type=200"
    ) { judged, check in
        guard judged.isStableServer || judged.isStableClient, judged.span.status.code != .error,
            let code = judged.httpStatusCode, code < 400
        else { return }
        check.expect(
            !judged.attributes.has(.errorType),
            else: judged.violation(at: .errorType, expected: "no such attribute for \(code)"))
    }

    static let statusDescription = Rule(
        "content/http/status-description", "SEM-015", .should,
        "The description of the status is not what the status code of HTTP says already.",
        why: "It takes the place of what went wrong, which nobody else can tell.",
        owner: .instrumentation, spec: "Semantic conventions, HTTP spans, Status",
        good: #""status":{"code":2}"#, bad: #""status":{"code":2,"message":"Not Found"}"#
    ) { judged, check in
        guard judged.followsOpenTelemetry, judged.span.status.code == .error, let code = judged.httpStatusCode,
            !judged.span.status.message.isEmpty
        else { return }
        let message = judged.span.status.message
        check.expect(
            !ReasonPhrase.says(message, code),
            else: judged.violation(
                at: "status.message", expected: "nothing, or more than \(code) says", actual: message.quoted))
    }
}

private enum ReasonPhrase {
    /// Whether a text is the code, its phrase, or both, with or without the word HTTP.
    static func says(_ text: String, _ code: Int) -> Bool {
        let phrase = JudgedSpan.reasonPhrases[code]
        let said = text.lowercased()
        let spellings = [phrase, "\(code)", phrase.map { "\(code) \($0)" }, "http \(code)", "http status \(code)"]
        return spellings.contains(said)
    }
}

extension JudgedSpan {
    /// A span as libraries make them of calls, rather than applications of their work.
    fileprivate var isOfInstrumentation: Bool {
        guard span.kind != .internal, span.kind != .unspecified else { return false }
        let keys: [SemanticKey] = [.method, .oldMethod, .rpcSystem, .messagingSystem, .dbSystem, .dbOldSystem]
        return keys.contains { attributes.has($0) }
    }
}

/// For each scope how many of its spans say that they succeeded.
private struct StatusMemory {
    var scopes: [String: (total: Int, ok: Int)] = [:]

    /// How many spans of a scope are no accident.
    static let enough = 5
    private static let keptScopes = 1024

    mutating func add(_ span: TraceSpan) {
        guard span.status.code != .error else { return }
        guard scopes[span.scope.name] != nil || scopes.count < Self.keptScopes else { return }
        scopes[span.scope.name, default: (0, 0)].total += 1
        if span.status.code == .ok { scopes[span.scope.name, default: (0, 0)].ok += 1 }
    }
}
