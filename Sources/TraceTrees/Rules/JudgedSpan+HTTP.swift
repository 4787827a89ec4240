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

    /// What else than the status code says that the work failed: a description, an exception, an error of another name.
    var hasFurtherError: Bool {
        if !span.status.message.isEmpty || span.events.contains(where: { $0.name == "exception" }) { return true }
        guard let type = attributes.text(.errorType) else { return false }
        return httpStatusCode.map { String($0) != type } ?? true
    }
}
