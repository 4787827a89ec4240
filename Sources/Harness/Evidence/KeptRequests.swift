import TraceBytes
import TraceModel

/// A request of the client as one line of `requests.jsonl`.
enum KeptRequests {
    static func json(_ request: SentRequest, _ redactor: inout SecretRedactor) -> JSONValue {
        .object([
            .init("number", .number(request.number)), .init("phase", .string(request.phase.rawValue)),
            .init("context", request.context.map(json) ?? .null), .init("request_id", .string(request.requestID)),
            .init("target", .string(request.target)), .init("headers", KeptHeaders.json(request.headers, &redactor)),
            .init("sent", KeptStamps.json(request.sent)), .init("answer", json(request.answer)),
        ])
    }

    private static func json(_ answer: SentRequest.Answer) -> JSONValue {
        switch answer {
        case .response(let status, let body, let received):
            .object([
                .init("status", .number(status)), .init("body", KeptBytes.json(body)),
                .init("received", KeptStamps.json(received)),
            ])
        case .failure(let reason, let time):
            .object([.init("failure", .string(reason)), .init("at", KeptStamps.json(time))])
        }
    }

    private static func json(_ context: SpanContext) -> JSONValue {
        .object([
            .init("trace_id", .string(context.traceID.hex)),
            .init("trace_id_bits", .number(context.traceIDWidth.rawValue)),
            .init("span_id", .string(context.spanID.hex)),
            .init("parent_span_id", context.parentSpanID.map { .string($0.hex) } ?? .null),
            .init("sampling", .number(context.sampling.rawValue)), .init("random", .bool(context.isRandom)),
            .init("trace_state", .array(context.traceState.map { .array([.string($0.key), .string($0.value)]) })),
        ])
    }

    static func request(_ fields: KeptFields) throws(KeptFieldError) -> SentRequest {
        guard let phase = RunPhase(rawValue: try fields.text("phase")) else {
            throw fields.mistyped("phase", "one of \(RunPhase.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let hasContext = fields.optional("context") != nil
        return SentRequest(
            number: try fields.count("number"), phase: phase,
            context: hasContext ? try context(try fields.fields("context")) : nil,
            requestID: try fields.text("request_id"), target: try fields.text("target"),
            headers: try KeptHeaders.headers(fields, "headers"), sent: try fields.stamp("sent"),
            answer: try answer(try fields.fields("answer")))
    }

    private static func answer(_ fields: KeptFields) throws(KeptFieldError) -> SentRequest.Answer {
        if let failure = try fields.optionalText("failure") { return .failure(failure, at: try fields.stamp("at")) }
        return .response(
            status: try fields.count("status", upTo: 999), body: try fields.bytes("body"),
            received: try fields.stamp("received"))
    }

    private static func context(_ fields: KeptFields) throws(KeptFieldError) -> SpanContext {
        guard let traceID = TraceID(hex: try fields.text("trace_id")) else {
            throw fields.mistyped("trace_id", "32 lower-case hexadecimal digits")
        }
        guard let width = TraceIDWidth(rawValue: UInt8(try fields.count("trace_id_bits", upTo: 255))) else {
            throw fields.mistyped("trace_id_bits", "64 or 128")
        }
        guard let sampling = SamplingDecision(rawValue: UInt8(try fields.count("sampling", upTo: 255))) else {
            throw fields.mistyped("sampling", "0 (defer), 1 (deny), 2 (accept) or 3 (debug)")
        }
        var traceState: [TraceStateMember] = []
        for element in try fields.elements("trace_state") {
            guard let pair = element.elements, pair.count == 2, let key = pair[0].text, let value = pair[1].text else {
                throw fields.mistyped("trace_state", "an array of pairs [key, value]")
            }
            traceState.append(TraceStateMember(key, value))
        }
        return SpanContext(
            traceID: traceID, traceIDWidth: width, spanID: try spanID(fields, "span_id"),
            parentSpanID: fields.optional("parent_span_id") == nil ? nil : try spanID(fields, "parent_span_id"),
            sampling: sampling, isRandom: try fields.boolean("random"), traceState: traceState)
    }

    private static func spanID(_ fields: KeptFields, _ key: String) throws(KeptFieldError) -> SpanID {
        guard let id = SpanID(hex: try fields.text(key)) else {
            throw fields.mistyped(key, "16 lower-case hexadecimal digits")
        }
        return id
    }
}
