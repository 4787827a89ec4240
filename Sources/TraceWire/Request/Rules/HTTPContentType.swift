import TraceRules

// MARK: RFC 9110 section 8.3, Content-Type

extension Rule<CarriedPayload> {
    static let httpContentTypePresent = Rule(
        "http/content-type/present", "HTTP-002", .must, "A request with a body says its Content-Type.",
        why: "OTLP's and Jaeger's collectors refuse the batch; Zipkin's server takes it for JSON, whatever it is.",
        spec: "OTLP/HTTP Request; zipkin2-api.yaml, consumes; Jaeger collector, Thrift over HTTP",
        good: "Content-Type: application/json", bad: "POST /v1/traces without Content-Type"
    ) { carried, check in
        guard let request = carried.export, !request.body.isEmpty else { return }
        let type = request.mediaType
        check.expect(
            type?.isEmpty == false,
            else: Violation(
                at: "headers.content-type", expected: carried.acceptedTypes.joined(separator: " or "),
                actual: type == nil ? "nothing" : "an empty value"))
    }

    static let httpContentTypeAccepted = Rule(
        "http/content-type/accepted", "HTTP-002", .must, "The Content-Type is one that the path takes.",
        why: "Collectors answer 415 or 400, or read the body as what it is not.",
        spec: "OTLP/HTTP Request; zipkin2-api.yaml, consumes; Jaeger collector, Thrift over HTTP",
        good: "POST /v1/traces with application/x-protobuf", bad: "POST /v1/traces with text/plain"
    ) { carried, check in
        guard let request = carried.export, let type = request.mediaType, !type.isEmpty else { return }
        let accepted = carried.acceptedTypes
        check.expect(
            accepted.contains(type),
            else: Violation(
                at: "headers.content-type", expected: accepted.joined(separator: " or "), actual: type))
    }

    static let httpContentTypeAgrees = Rule(
        "http/content-type/agrees-with-body", "HTTP-003", .must, "The Content-Type is that of the body.",
        why: "The collector reads the body with the wrong decoder and refuses all of it.",
        spec: "OTLP/HTTP; zipkin ZipkinHttpCollector", good: "application/json with a body that begins with [",
        bad: "application/json with a body that begins with 0a 63"
    ) { carried, check in
        // What the path does not take is the business of `httpContentTypeAccepted`.
        guard let request = carried.export, let type = request.mediaType, carried.acceptedTypes.contains(type),
            let declared = BodyEncoding(mediaType: type), let shown = carried.shownEncoding
        else { return }
        check.expect(
            declared == shown,
            else: Violation(
                at: "headers.content-type", expected: "a type of \(shown.rawValue), which the body is", actual: type,
                offset: 0))
    }
}

extension CarriedPayload {
    /// The media types that servers take at the path of the format.
    fileprivate var acceptedTypes: [String] {
        switch format {
        case Jaeger.http: ["application/x-thrift", "application/vnd.apache.thrift.binary"]
        case ZipkinV1.json, ZipkinV1.thrift: ["application/json", "application/x-thrift"]
        default: ["application/json", "application/x-protobuf"]
        }
    }
}
