import TraceModel
import TraceRules

// MARK: Semantic conventions for exceptions on spans

extension Rule<JudgedSpan> {
    static let exceptionSaysWhat = Rule(
        "content/exception/type-or-message", "SEM-017", .should,
        "An exception event has exception.type or exception.message.",
        why: "The event says that something was thrown, and nobody learns what.",
        owner: .instrumentation, spec: "Semantic conventions, Exceptions on spans",
        good: "event=exception exception.type=TimeoutError", bad: "event=exception exception.stacktrace=…"
    ) { judged, check in
        // Of OTLP a rule of the form asks it. Zipkin's annotations have no attributes.
        guard judged.dataModel == .jaeger, judged.followsOpenTelemetry else { return }
        for (index, event) in judged.span.events.enumerated() where event.name == "exception" {
            check.expect(
                event.attributes["exception.type"] != nil || event.attributes["exception.message"] != nil,
                else: judged.violation(
                    at: "events[\(index)]", expected: "exception.type or exception.message", actual: "neither"))
        }
    }

    static let stackTraceIsText = Rule(
        "content/exception/stacktrace-is-text", "SEM-017", .should,
        "exception.stacktrace is one text, in the form of the language.",
        why: "Backends show a stack trace as text: a list or a number is left out or shown as data.",
        owner: .instrumentation, spec: "Semantic conventions, exception.stacktrace",
        good: #"{"key":"exception.stacktrace","value":{"stringValue":"at main.swift:3"}}"#,
        bad: #"{"key":"exception.stacktrace","value":{"arrayValue":{…}}}"#
    ) { judged, check in
        for (index, event) in judged.span.events.enumerated() {
            guard let trace = event.attributes["exception.stacktrace"] else { continue }
            var isText = false
            if case .string = trace { isText = true }
            check.expect(
                isText,
                else: judged.violation(
                    at: "events[\(index)].attributes[\"exception.stacktrace\"]", expected: "a text",
                    actual: "\(trace)"))
        }
    }
}
