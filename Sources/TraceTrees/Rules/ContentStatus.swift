import TraceModel
import TraceRules

// MARK: Semantic conventions for HTTP spans: Status

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
    /// The standard's text for a code (RFC 9110 section 15), in lower case.
    private static let phrases: [Int: String] = [
        100: "continue", 200: "ok", 201: "created", 202: "accepted", 204: "no content", 301: "moved permanently",
        302: "found", 303: "see other", 304: "not modified", 307: "temporary redirect", 308: "permanent redirect",
        400: "bad request", 401: "unauthorized", 402: "payment required", 403: "forbidden", 404: "not found",
        405: "method not allowed", 406: "not acceptable", 408: "request timeout", 409: "conflict", 410: "gone",
        411: "length required", 412: "precondition failed", 413: "content too large", 415: "unsupported media type",
        422: "unprocessable content", 425: "too early", 426: "upgrade required", 428: "precondition required",
        429: "too many requests", 431: "request header fields too large", 500: "internal server error",
        501: "not implemented", 502: "bad gateway", 503: "service unavailable", 504: "gateway timeout",
    ]

    /// Whether a text is the code, its phrase, or both, with or without the word HTTP.
    static func says(_ text: String, _ code: Int) -> Bool {
        let phrase = phrases[code]
        let said = text.lowercased()
        let spellings = [phrase, "\(code)", phrase.map { "\(code) \($0)" }, "http \(code)", "http status \(code)"]
        return spellings.contains(said)
    }
}
