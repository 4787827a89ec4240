import TraceModel
import TraceRules

// MARK: Semantic conventions for HTTP spans: http.response.status_code

extension Rule<JudgedSpan> {
    static let statusCodeType = Rule(
        "content/http/status-code-type", "SEM-006", .must,
        "The status code of HTTP is an integer, in Zipkin's tags its digits.",
        why: "Backends compare numbers: a text is not found by a query for codes of 500 and above.",
        owner: .instrumentation, spec: "Semantic conventions, http.response.status_code",
        good: #"{"key":"http.response.status_code","value":{"intValue":"200"}}"#,
        bad: #"{"key":"http.response.status_code","value":{"stringValue":"200"}}"#
    ) { judged, check in
        // OpenTracing's and Zipkin's own clients are not bound: their `http.status_code` may be anything in Jaeger.
        guard judged.followsOpenTelemetry else { return }
        for key in [SemanticKey.statusCode, .oldStatusCode] {
            guard let value = judged.attributes[key] else { continue }
            let isRight =
                switch value {
                case .int: true
                case .string(let text): judged.dataModel == .zipkin && Int(text) != nil
                default: false
                }
            check.expect(
                isRight,
                else: judged.violation(
                    at: key, expected: judged.dataModel == .zipkin ? "digits" : "an integer",
                    actual: value.withType))
        }
    }

    static let statusCodePresent = Rule(
        "content/http/status-code-present", "SEM-006", .must,
        "An HTTP span whose error.type is a status code has the status code itself.",
        why: "A response came, and queries for its code do not find it.",
        owner: .instrumentation, spec: "Semantic conventions, http.response.status_code",
        good: "error.type=503 http.response.status_code=503", bad: "error.type=503"
    ) { judged, check in
        guard judged.isStableServer || judged.isStableClient, let type = judged.attributes.text(.errorType),
            let code = Int(type), (100...599).contains(code)
        else { return }
        check.expect(
            judged.attributes.has(.statusCode),
            else: judged.violation(at: .statusCode, expected: "\(code), as error.type says"))
    }
}

extension AttributeValue {
    /// With its type, for people who cannot see it: `the text "200"`.
    fileprivate var withType: String {
        switch self {
        case .string: "the text \(quoted)"
        case .double: "the floating-point number \(self)"
        case .bool: "the truth value \(self)"
        case .int: "\(self)"
        case .bytes: "bytes"
        case .array: "a list"
        case .map: "a map"
        case .empty: "an empty value"
        }
    }
}
