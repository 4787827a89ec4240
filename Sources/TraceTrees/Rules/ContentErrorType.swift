import TraceModel
import TraceRules

// MARK: Semantic conventions for HTTP spans: error.type

extension Rule<JudgedSpan> {
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
}
