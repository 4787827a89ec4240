import TraceBytes
import TraceRules

// MARK: OpenTelemetry Protocol Exporter, User Agent

extension Rule<CarriedPayload> {
    static let httpOTLPUserAgentPresent = Rule(
        "http/otlp-user-agent/present", "HTTP-010", .should,
        "An OTLP request says in User-Agent which exporter sent it.",
        why: "Whoever runs the collector cannot tell which exporter sends what it complains about.",
        spec: "OpenTelemetry Protocol Exporter, User Agent", good: "User-Agent: OTel-OTLP-Exporter-Python/1.2.3",
        bad: "POST /v1/traces without User-Agent"
    ) { carried, check in
        guard let request = carried.export(overOTLP: true) else { return }
        checkUserAgent(of: request, &check)
    }

    static let httpOTLPUserAgentSpelling = Rule(
        "http/otlp-user-agent/spelling", "HTTP-011", .should,
        "The User-Agent of OTLP has OTel-OTLP-Exporter-, the language, a slash and the version.",
        why: "Statistics of collectors cannot group exporters by language and version.",
        spec: "OpenTelemetry Protocol Exporter, User Agent",
        good: "User-Agent: MyShop/2.0 OTel-OTLP-Exporter-Python/1.2.3", bad: "User-Agent: curl/8.5.0"
    ) { carried, check in
        guard let agent = carried.export(overOTLP: true)?.headers.text("user-agent"), !agent.isEmpty else { return }
        check.expect(
            agent.split(separator: " ").contains(where: isExporterProduct),
            else: Violation(
                at: "headers.user-agent", expected: "OTel-OTLP-Exporter-<language>/<version>", actual: agent))
    }

    static let httpUserAgentPresent = Rule(
        "http/user-agent/present", "HTTP-010", .warning, "A request says in User-Agent which exporter sent it.",
        why: "Whoever runs the collector cannot tell which exporter sends what it complains about.",
        spec: "RFC 9110 section 10.1.5", good: "User-Agent: zipkin-go/0.4.3",
        bad: "POST /api/v2/spans without User-Agent"
    ) { carried, check in
        guard let request = carried.export(overOTLP: false) else { return }
        checkUserAgent(of: request, &check)
    }

    private static func checkUserAgent(of request: ReceivedPayload, _ check: inout RuleCheck) {
        let agent = request.headers.text("user-agent")
        check.expect(
            agent?.isEmpty == false,
            else: Violation(
                at: "headers.user-agent", expected: "the exporter with its version",
                actual: agent == nil ? "nothing" : "an empty value"))
    }

    static func isExporterProduct(_ product: Substring) -> Bool {
        let parts = product.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let prefix = "OTel-OTLP-Exporter-"
        return parts.count == 2 && parts[0].hasPrefix(prefix) && parts[0].count > prefix.count && !parts[1].isEmpty
    }
}
