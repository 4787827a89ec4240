import TraceRules

extension Catalogue {
    /// What senders do with the answers of a collector: it takes a collector that is told what to answer.
    static let retries: [UnjudgedRule] = [
        UnjudgedRule(
            "retry/retryable-status", "RTY-001", .should,
            "429, 502, 503 and 504 lead to another attempt with the same data.",
            spec: "OTLP, Retryable Response Codes", place: .nowhere(needs: "a collector that answers 503 and then 200")),
        UnjudgedRule(
            "retry/final-status", "RTY-002", .must,
            "Other answers of 4xx and 5xx are not tried again.",
            spec: "OTLP, Retryable Response Codes; Bad Data",
            place: .nowhere(needs: "a collector that answers 400, and then 500")),
        UnjudgedRule(
            "retry/after-seconds", "RTY-003", .should,
            "The seconds of Retry-After pass before the next attempt.",
            spec: "OTLP, OTLP/HTTP Throttling",
            place: .nowhere(needs: "a collector that answers 503 with Retry-After: 2")),
        UnjudgedRule(
            "retry/after-date", "RTY-004", .should,
            "A date in Retry-After is understood.",
            spec: "OTLP, OTLP/HTTP Throttling; RFC 9110 section 10.2.3",
            place: .nowhere(needs: "a collector that answers 503 with a date in Retry-After")),
        UnjudgedRule(
            "retry/back-off", "RTY-005", .must,
            "Without Retry-After the bound of the waits grows exponentially, with jitter.",
            spec: "OTLP, OTLP/HTTP Throttling; OpenTelemetry exporter, Retry",
            place: .nowhere(needs: "three runs against a collector that answers 503 six times")),
        UnjudgedRule(
            "retry/bounded", "RTY-006", .should,
            "Attempts end at some number or time, and the loss is reported.",
            spec: "OpenTelemetry exporter, Retry",
            place: .nowhere(needs: "a collector that answers 503 for ever, and the log of the sender")),
        UnjudgedRule(
            "retry/partial-success-is-final", "RTY-007", .must,
            "200 with partialSuccess is final.",
            spec: "OTLP, Partial Success", place: .nowhere(needs: "a collector that rejects one span of a request")),
        UnjudgedRule(
            "retry/partial-success-reported", "RTY-008", .should,
            "The message of a partialSuccess is reported by the sender.",
            spec: "OTLP, Partial Success",
            place: .nowhere(needs: "a collector that rejects one span of a request, and the log of the sender")),
        UnjudgedRule(
            "retry/connection-lost", "RTY-009", .should,
            "A connection that is refused, reset or closed without an answer is tried again, with back-off.",
            spec: "OTLP, All Other Responses; HTTP Connection",
            place: .nowhere(needs: "a collector that closes the connection without an answer")),
        UnjudgedRule(
            "retry/same-data", "RTY-010", .must,
            "Another attempt carries the spans of the first; of a gRPC call it is a new stream.",
            spec: "OTLP, Failures", place: .nowhere(needs: "a collector that answers 503 and then 200")),
        UnjudgedRule(
            "retry/grpc-codes", "RTY-011", .should,
            "gRPC codes 1, 4, 10, 11, 14 and 15 lead to another attempt, the others do not.",
            spec: "OTLP, Failures", place: .nowhere(needs: "a gRPC collector that answers each code")),
        UnjudgedRule(
            "retry/grpc-resource-exhausted", "RTY-012", .should,
            "RESOURCE_EXHAUSTED leads to another attempt with RetryInfo alone, after its delay.",
            spec: "OTLP, Failures",
            place: .nowhere(needs: "a gRPC collector that answers RESOURCE_EXHAUSTED with and without RetryInfo")),
        UnjudgedRule(
            "retry/grpc-retry-info", "RTY-013", .should,
            "UNAVAILABLE with RetryInfo waits for its retry_delay.",
            spec: "OTLP, OTLP/gRPC Throttling",
            place: .nowhere(needs: "a gRPC collector that answers UNAVAILABLE with a retry_delay of 5 s")),
        UnjudgedRule(
            "retry/timeout", "RTY-014", .must,
            "An export ends within its timeout.",
            spec: "OpenTelemetry exporter, Timeout; SDK, Export",
            place: .nowhere(needs: "a collector that never answers")),
        UnjudgedRule(
            "retry/shutdown-flushes", "RTY-015", .must,
            "The shutdown of the provider sends all finished spans within its timeout.",
            spec: "OpenTelemetry SDK, Shutdown",
            place: .nowhere(needs: "the end of the program, and how many spans it made")),
        UnjudgedRule(
            "retry/quiet-after-shutdown", "RTY-016", .should,
            "After the shutdown nothing is sent.",
            spec: "OpenTelemetry SDK, Shutdown", place: .nowhere(needs: "the time at which the program shut down")),
        UnjudgedRule(
            "retry/batch-schedule", "RTY-018", .should,
            "Batches leave at the schedule delay or at the batch size, whichever comes first.",
            spec: "OpenTelemetry SDK, Batching processor",
            place: .nowhere(needs: "the times at which spans ended in the program")),
        UnjudgedRule(
            "retry/duplicates", "RTY-019", .should,
            "Spans come twice where an answer was lost, and are reported rather than refused.",
            spec: "OTLP, Duplicate Data", place: .nowhere(needs: "a collector that takes a request and does not answer")
        ),
        UnjudgedRule(
            "retry/same-path", "RTY-020", .should,
            "415 and 404 make no sender change protocol or path of its own accord.",
            spec: "OTLP, OTLP/HTTP Response", place: .nowhere(needs: "a collector that answers 404, and then 415")),
        UnjudgedRule(
            "retry/unreadable-answer", "RTY-021", .must,
            "An answer of 200 with an unreadable body or of another type does not end the program.",
            spec: "OTLP, OTLP/HTTP Response", place: .nowhere(needs: "a collector that answers 200 with <html>")),
        UnjudgedRule(
            "retry/zipkin-answers", "RTY-022", .should,
            "A Zipkin exporter takes any 2xx as accepted, and reports 4xx and 5xx as failed.",
            spec: "Inferred: zipkin ZipkinHttpCollector",
            place: .nowhere(needs: "a collector that answers 400, and the log of the sender")),
        UnjudgedRule(
            "retry/udp-unreachable", "RTY-023", .should,
            "A sender of datagrams outlives an agent that cannot be reached, and goes on sending.",
            spec: "Inferred: jaeger agent.thrift, oneway",
            place: .nowhere(needs: "an agent that starts after the program")),
    ]
}
