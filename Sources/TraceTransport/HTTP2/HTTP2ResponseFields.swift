import TraceBytes

/// The fields of an answer as HTTP/2 writes them: `:status` first, names in lower case, nothing about the connection
/// (RFC 9113 sections 8.2 and 8.3.2).
struct HTTP2ResponseFields {
    private(set) var head = HeaderFields()
    let hasContent: Bool

    /// - Parameters:
    ///   - method: of the request; an answer to HEAD has the fields of the content and not the content.
    ///   - date: of the answer, where it has none; an answer with trailers, as gRPC gives it, gets none.
    init(_ response: HTTPResponse, to method: String, date: @autoclosure () -> String) throws(HTTP1SerializationError) {
        guard (200...999).contains(response.status) else { throw HTTP1SerializationError(.status) }
        let isWithout = response.status == 204 || response.status == 304
        guard !isWithout || response.body.isEmpty && response.trailers.isEmpty else {
            throw HTTP1SerializationError(.contentNotAllowed)
        }
        hasContent = method != "HEAD" && !isWithout
        head.reserveCapacity(bytes: response.headers.lines.count + 64, fields: response.headers.count + 3)
        head.append(":status", String(response.status))
        try response.headers.forEach { (bytes, name, value) throws(HTTP1SerializationError) in
            guard !name.isEmpty, HTTP1Grammar.firstIndexOutsideToken(in: name, of: bytes) == nil else {
                throw HTTP1SerializationError(.fieldName)
            }
            guard HTTP1Grammar.firstIndexOutsideValue(in: value, of: bytes) == nil else {
                throw HTTP1SerializationError(.fieldValue)
            }
            let isLower = name.allSatisfy { asciiLowercased(bytes[$0]) == bytes[$0] }
            if isLower {
                if HTTP2FieldSection.isAboutConnection(bytes.bytes.clamped(to: name)) { return }
                return head.append(from: bytes, name: name, value: value)
            }
            let lower = name.map { asciiLowercased(bytes[$0]) }
            if HTTP2FieldSection.isAboutConnection(lower.span.bytes) { return }
            head.append(name: lower, value: value.map { bytes[$0] })
        }
        guard response.trailers.isEmpty, !response.headers.contains("grpc-status") else { return }
        if !isWithout, !response.headers.contains("content-length") {
            head.append("content-length", String(response.body.count))
        }
        if !response.headers.contains("date") { head.append("date", date()) }
    }
}
