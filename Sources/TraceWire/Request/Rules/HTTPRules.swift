import TraceRules

/// What is asked of every request over HTTP, whatever it carries.
public enum HTTPRules {
    /// In the order of a request: its first line, its fields, its body, its connection.
    public static let all: [Rule<CarriedPayload>] = [
        .httpMethod, .httpPath, .httpHost,
        .httpContentTypePresent, .httpContentTypeAccepted, .httpContentTypeAgrees,
        .httpGzipDeclared, .httpCodingReadable, .httpCodingCommon, .httpOTLPSize,
        .httpContentLength, .httpOneFraming,
        .httpOTLPUserAgentPresent, .httpOTLPUserAgentSpelling, .httpUserAgentPresent,
        .httpOTLPConnectionKeptAlive, .httpConnectionKeptAlive, .httpOTLPConnectionReused, .httpConnectionReused,
    ]
}

extension CarriedPayload {
    /// The request that carried it, when it came over HTTP and sends something: a GET without a body is a question, which
    /// some clients ask at the same path.
    var export: ReceivedPayload? {
        guard let request, !request.isDatagram else { return nil }
        let asks = ["GET", "HEAD", "OPTIONS"].contains(request.method)
        return asks && request.body.isEmpty ? nil : request
    }

    /// The same, of one of the two families whose specifications differ in what they ask.
    func export(overOTLP: Bool) -> ReceivedPayload? {
        (format == OTLP.json || format == OTLP.protobuf) == overOTLP ? export : nil
    }
}
