import TraceBytes
import TraceRules

// MARK: RFC 9112 section 6, the length of a body

extension Rule<CarriedPayload> {
    static let httpContentLength = Rule(
        "http/content-length/exact", "HTTP-006", .must, "Content-Length is the number of bytes that are sent.",
        why: "The collector waits for bytes that never come, or reads the rest as the next request.",
        spec: "RFC 9110 section 8.6", good: "Content-Length: 90 with 90 bytes", bad: "Content-Length: 120 with 90 bytes"
    ) { carried, check in
        // With chunks it must not be there at all, which `httpOneFraming` says.
        guard let request = carried.export, !request.headers.contains("transfer-encoding") else { return }
        for field in request.headers.all("content-length") {
            let text = field.valueText
            check.expect(
                decimalInteger(field.value.span.bytes, as: Int.self) == request.body.count,
                else: Violation(
                    at: "headers.content-length", expected: "\(request.body.count), the bytes of the body",
                    actual: text))
        }
    }

    static let httpOneFraming = Rule(
        "http/content-length/not-with-chunks", "HTTP-007", .must,
        "Content-Length and Transfer-Encoding do not stand in one request.",
        why: "Proxies and servers may disagree on where the body ends, and refuse it as an attack.",
        spec: "RFC 9112 section 6.2", good: "Transfer-Encoding: chunked",
        bad: "Transfer-Encoding: chunked and Content-Length: 120"
    ) { carried, check in
        guard let request = carried.export else { return }
        let length = request.headers.text("content-length")
        let hasChunks = request.headers.contains("transfer-encoding")
        guard length != nil || hasChunks else { return }
        check.expect(
            length == nil || !hasChunks,
            else: Violation(
                at: "headers.content-length", expected: "nothing beside Transfer-Encoding", actual: length ?? ""))
    }
}
