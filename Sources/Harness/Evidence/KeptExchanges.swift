import TraceBytes

/// What a tap saw of one call, as one line of `exchanges.jsonl`.
enum KeptExchanges {
    static func json(_ exchange: Exchange, _ redactor: inout SecretRedactor) -> JSONValue {
        .object([
            .init("edge", .number(exchange.edge)), .init("number", .number(exchange.number)),
            .init("method", .string(exchange.method)), .init("target", .string(exchange.target)),
            .init("request_headers", KeptHeaders.json(exchange.requestHeaders, &redactor)),
            .init("request_received", KeptStamps.json(exchange.requestReceived)),
            .init("request_forwarded", exchange.requestForwarded.map(KeptStamps.json) ?? .null),
            .init("response", exchange.response.map { json($0, &redactor) } ?? .null),
            .init("failure", exchange.failure.map(JSONValue.string) ?? .null),
        ])
    }

    private static func json(_ response: Exchange.Response, _ redactor: inout SecretRedactor) -> JSONValue {
        .object([
            .init("status", .number(response.status)), .init("headers", KeptHeaders.json(response.headers, &redactor)),
            .init("body", KeptBytes.json(response.body)), .init("received", KeptStamps.json(response.received)),
            .init("forwarded", KeptStamps.json(response.forwarded)),
        ])
    }

    static func exchange(_ fields: KeptFields, hops: Int) throws(KeptFieldError) -> Exchange {
        var response: Exchange.Response?
        if fields.optional("response") != nil {
            let kept = try fields.fields("response")
            response = Exchange.Response(
                status: try kept.count("status", upTo: 999), headers: try KeptHeaders.headers(kept, "headers"),
                body: try kept.bytes("body"), received: try kept.stamp("received"),
                forwarded: try kept.stamp("forwarded"))
        }
        return Exchange(
            edge: try fields.index("edge", below: hops), number: try fields.count("number"),
            method: try fields.text("method"), target: try fields.text("target"),
            requestHeaders: try KeptHeaders.headers(fields, "request_headers"),
            requestReceived: try fields.stamp("request_received"),
            requestForwarded: try fields.optionalStamp("request_forwarded"), response: response,
            failure: try fields.optionalText("failure"))
    }
}
