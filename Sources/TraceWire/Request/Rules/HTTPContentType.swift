import TraceRules

// MARK: RFC 9110 section 8.3, Content-Type

/// Of Zipkin's forms; OTLP and Jaeger name the type of each form in rows of their own.
extension Rule<CarriedPayload> {
    static let httpContentTypePresent = Rule(
        "http/content-type/present", "HTTP-002", .must, "A request with a body says its Content-Type.",
        why: "The server takes it for JSON, whatever it is; other collectors refuse it.",
        spec: "zipkin2-api.yaml, consumes; zipkin ZipkinHttpCollector", good: "Content-Type: application/json",
        bad: "POST /api/v2/spans without Content-Type"
    ) { carried, check in
        guard let request = carried.exportToZipkin, !request.body.isEmpty else { return }
        let type = request.mediaType
        check.expect(
            type?.isEmpty == false,
            else: Violation(
                at: "headers.content-type", expected: carried.acceptedTypes.joined(separator: " or "),
                actual: type == nil ? "nothing" : "an empty value"))
    }

    static let httpContentTypeAccepted = Rule(
        "http/content-type/accepted", "HTTP-002", .must, "The Content-Type is one that the path takes.",
        why: "The server takes it for JSON, whatever it is; other collectors refuse it.",
        spec: "zipkin2-api.yaml, consumes; zipkin ZipkinHttpCollector",
        good: "POST /api/v2/spans with application/x-protobuf", bad: "POST /api/v2/spans with text/plain"
    ) { carried, check in
        guard let request = carried.exportToZipkin, let type = request.mediaType, !type.isEmpty else { return }
        let accepted = carried.acceptedTypes
        check.expect(
            accepted.contains(type),
            else: Violation(
                at: "headers.content-type", expected: accepted.joined(separator: " or "), actual: type))
    }

    static let httpContentTypeAgrees = Rule(
        "http/content-type/agrees-with-body", "HTTP-003", .must, "The Content-Type is that of the body.",
        why: "The collector reads the body with the wrong decoder and refuses all of it.",
        spec: "zipkin ZipkinHttpCollector", good: "application/json with a body that begins with [",
        bad: "application/json with a body that begins with 0a 63"
    ) { carried, check in
        // What the path does not take is the business of `httpContentTypeAccepted`.
        guard let request = carried.exportToZipkin, let type = request.mediaType, carried.acceptedTypes.contains(type),
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
    fileprivate var exportToZipkin: ReceivedPayload? { isOfZipkin ? export : nil }

    /// The media types that the server takes at the path of the format.
    fileprivate var acceptedTypes: [String] {
        format.path == ZipkinV1.json.path
            ? ["application/json", "application/x-thrift"] : ["application/json", "application/x-protobuf"]
    }
}
