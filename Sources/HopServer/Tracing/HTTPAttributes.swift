import TraceBytes
import TraceModel
import TraceTransport

/// The attributes of the stable semantic conventions for HTTP spans (semantic-conventions 1.23 and later).
enum HTTPAttributes {
    /// HTTP server span: method, path and scheme are required; the rest where it is known.
    static func server(_ request: HTTPRequest, host: String, port: UInt16, route: String?) -> [Attribute] {
        var attributes = [
            Attribute("http.request.method", .string(request.method)),
            Attribute("url.path", .string(String(request.path))),
            Attribute("url.scheme", .string("http")),
            Attribute("server.address", .string(host)),
            Attribute("server.port", .int(Int64(port))),
            Attribute("network.protocol.version", .string("1.1")),
        ]
        if let query = request.head.query { attributes.append(Attribute("url.query", .string(String(query)))) }
        if let route { attributes.append(Attribute("http.route", .string(route))) }
        if let agent = request.headers.text("user-agent") {
            attributes.append(Attribute("user_agent.original", .string(agent)))
        }
        // Opt-in `http.request.header.<name>`: ties a span to its request even where the trace was lost.
        if let id = request.headers.text("x-request-id") {
            attributes.append(Attribute("http.request.header.x-request-id", .array([.string(id)])))
        }
        return attributes
    }

    /// HTTP client span: method, server and the full URL are required.
    static func client(_ method: String, _ url: HTTPURL) -> [Attribute] {
        [
            Attribute("http.request.method", .string(method)),
            Attribute("url.full", .string(url.description)),
            Attribute("server.address", .string(url.host)),
            Attribute("server.port", .int(Int64(url.port))),
            Attribute("network.protocol.version", .string("1.1")),
        ]
    }
}

extension TraceSpan {
    /// Records the status of an answer: the span fails, with `error.type`, from `firstError` on: 500 for SERVER spans,
    /// 400 for CLIENT spans (semantic conventions for HTTP spans, "Status").
    mutating func record(status code: Int, firstError: Int) {
        attributes.append(Attribute("http.response.status_code", .int(Int64(code))))
        guard code >= firstError else { return }
        attributes.append(Attribute("error.type", .string(String(code))))
        status = SpanStatus(.error)
    }

    /// Records why a call has no answer, as an exception event (semantic conventions, "Exceptions").
    mutating func record(failure type: String, _ message: String, at event: (String, [Attribute]) -> SpanEvent) {
        attributes.append(Attribute("error.type", .string(type)))
        status = SpanStatus(.error, message: message)
        events.append(
            event(
                "exception",
                [Attribute("exception.type", .string(type)), Attribute("exception.message", .string(message))]))
    }
}
