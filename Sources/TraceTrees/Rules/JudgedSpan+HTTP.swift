import TraceModel

/// What a span says about HTTP, under the names of any generation.
extension JudgedSpan {
    var speaksStableHTTP: Bool { generation == .stable || generation == .both }

    /// Whether the conventions for HTTP servers bind it: it has the method of a request, or the status of a response with
    /// a URL.
    var isStableServer: Bool {
        guard span.kind == .server, speaksStableHTTP, !isOfHigherProtocol else { return false }
        if attributes.has(.method) { return true }
        return generation == .stable && attributes.has(.statusCode)
            && (attributes.has(.urlPath) || attributes.has(.urlScheme))
    }

    /// The same of the other side.
    var isStableClient: Bool {
        guard span.kind == .client, speaksStableHTTP, !isOfHigherProtocol else { return false }
        return attributes.has(.method)
            || generation == .stable && attributes.has(.statusCode) && attributes.has(.fullURL)
    }

    /// A call of Elasticsearch or AWS goes over HTTP too; conventions of their own say what is required of it.
    private var isOfHigherProtocol: Bool {
        let keys: [SemanticKey] = [.dbSystem, .dbOldSystem, .rpcSystem, .rpcSystemName, .messagingSystem]
        return keys.contains { attributes.has($0) }
    }

    /// The status code of the response; nil when none was exchanged, or none can be read.
    var httpStatusCode: Int? {
        switch attributes[.statusCode] ?? attributes[.oldStatusCode] {
        case .int(let code)?: Int(exactly: code).flatMap { (100...599).contains($0) ? $0 : nil }
        case .string(let text)?: Int(text).flatMap { (100...599).contains($0) ? $0 : nil }
        default: nil
        }
    }

    /// The name under which the status code stands.
    var statusCodeKey: SemanticKey { attributes.has(.statusCode) ? .statusCode : .oldStatusCode }

    /// What else than the status code says that the work failed: a description, an exception, an error of another name.
    var hasFurtherError: Bool {
        if !span.status.message.isEmpty || span.events.contains(where: { $0.name == "exception" }) { return true }
        guard let type = attributes.text(.errorType) else { return false }
        return httpStatusCode.map { String($0) != type } ?? true
    }

    /// The standard's text for a code (RFC 9110 section 15), in lower case.
    static let reasonPhrases: [Int: String] = [
        100: "continue", 200: "ok", 201: "created", 202: "accepted", 204: "no content", 301: "moved permanently",
        302: "found", 303: "see other", 304: "not modified", 307: "temporary redirect", 308: "permanent redirect",
        400: "bad request", 401: "unauthorized", 402: "payment required", 403: "forbidden", 404: "not found",
        405: "method not allowed", 406: "not acceptable", 408: "request timeout", 409: "conflict", 410: "gone",
        411: "length required", 412: "precondition failed", 413: "content too large", 415: "unsupported media type",
        422: "unprocessable content", 425: "too early", 426: "upgrade required", 428: "precondition required",
        429: "too many requests", 431: "request header fields too large", 500: "internal server error",
        501: "not implemented", 502: "bad gateway", 503: "service unavailable", 504: "gateway timeout",
    ]
}
