import TraceBytes
import TraceRules

// MARK: OTLP/HTTP Connection; RFC 9112 section 9.3, Persistence

extension Rule<CarriedPayload> {
    static let httpOTLPConnectionKeptAlive = Rule(
        "http/otlp-connection/kept-alive", "HTTP-012", .should, "OTLP's requests do not ask to close the connection.",
        why: "Every export pays for a new connection, with TLS a dear one.", spec: "OTLP/HTTP Connection",
        good: "Connection: keep-alive", bad: "Connection: close"
    ) { carried, check in
        guard let request = carried.export(overOTLP: true) else { return }
        checkKeptAlive(request, &check)
    }

    static let httpConnectionKeptAlive = Rule(
        "http/connection/kept-alive", "HTTP-012", .warning, "Requests do not ask to close the connection.",
        why: "Every export pays for a new connection, with TLS a dear one.", spec: "RFC 9112 section 9.3",
        good: "Connection: keep-alive", bad: "Connection: close"
    ) { carried, check in
        guard let request = carried.export(overOTLP: false) else { return }
        checkKeptAlive(request, &check)
    }

    static let httpOTLPConnectionReused = Rule(
        "http/otlp-connection/reused", "HTTP-012", .should, "An OTLP exporter uses its connection for several exports.",
        why: "Every export pays for a new connection, with TLS a dear one.", spec: "OTLP/HTTP Connection",
        good: "three exports on one connection", bad: "a new connection for every batch",
        remembering: ExportConnections(),
        check: { carried, connections, _ in
            if let request = carried.export(overOTLP: true) { connections.add(request, carried) }
        }, atEnd: { connections, check in connections.judge(&check) })

    static let httpConnectionReused = Rule(
        "http/connection/reused", "HTTP-012", .warning, "An exporter uses its connection for several exports.",
        why: "Every export pays for a new connection, with TLS a dear one.", spec: "RFC 9112 section 9.3",
        good: "three exports on one connection", bad: "a new connection for every batch",
        remembering: ExportConnections(),
        check: { carried, connections, _ in
            if let request = carried.export(overOTLP: false) { connections.add(request, carried) }
        }, atEnd: { connections, check in connections.judge(&check) })

    private static func checkKeptAlive(_ request: ReceivedPayload, _ check: inout RuleCheck) {
        let asked = request.headers.text("connection") ?? ""
        check.expect(
            !request.asksToClose,
            else: Violation(at: "headers.connection", expected: "keep-alive, or nothing", actual: asked))
    }
}

extension ReceivedPayload {
    /// Whether the sender closes the connection after this request (RFC 9112 section 9.6).
    fileprivate var asksToClose: Bool {
        headers.text("connection").map { value in
            value.lowercased().split(separator: ",").contains { $0.filter { $0 != " " && $0 != "\t" } == "close" }
        } ?? false
    }
}
