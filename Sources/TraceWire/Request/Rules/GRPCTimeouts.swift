import TraceBytes
import TraceRules

// MARK: gRPC, PROTOCOL-HTTP2.md, Requests: Timeout

extension Rule<CarriedPayload> {
    /// That it is what the exporter was configured to wait, no recording tells.
    static let grpcTimeoutSent = Rule(
        "grpc/timeout/sent", "OTLPG-007", .warning, "A call says in grpc-timeout how long its sender waits.",
        why: "The collector goes on with spans whose sender has given up and sends them again.",
        spec: "gRPC over HTTP2, Requests, Timeout; OpenTelemetry Protocol Exporter, Timeout",
        good: "grpc-timeout: 10S", bad: "a call without grpc-timeout"
    ) { carried, check in
        guard let call = carried.call else { return }
        check.expect(
            call.headers.contains("grpc-timeout"),
            else: Violation(
                at: "headers.grpc-timeout", expected: "how long the exporter waits, 10S by default", actual: "nothing"))
    }

    static let grpcTimeoutSpelling = Rule(
        "grpc/timeout/spelling", "OTLPG-008", .must,
        "A grpc-timeout has 1 to 8 digits and one of the units H, M, S, m, u, n.",
        why: "Servers refuse the call before they read its message.",
        spec: "gRPC over HTTP2, Requests, TimeoutValue and TimeoutUnit", good: "grpc-timeout: 9998794u",
        bad: "grpc-timeout: 123456789u"
    ) { carried, check in
        guard let call = carried.call else { return }
        for field in call.headers.all("grpc-timeout") {
            check.expect(
                isTimeout(field.value),
                else: Violation(
                    at: "headers.grpc-timeout", expected: "1 to 8 digits and a unit, H, M, S, m, u or n",
                    actual: field.value.isEmpty ? "an empty value" : field.valueText))
        }
    }

    /// "positive integer": 0, which senders say whose time is over, no server refuses.
    private static func isTimeout(_ value: ArraySlice<UInt8>) -> Bool {
        guard (2...9).contains(value.count), let unit = value.last else { return false }
        return value.dropLast().allSatisfy { (0x30...0x39).contains($0) } && "HMSmun".utf8.contains(unit)
    }
}
