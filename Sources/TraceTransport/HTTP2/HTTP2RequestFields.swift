import TraceBytes

/// The fields of a request as HTTP/2 writes them: pseudo-header fields first, names in lower case, nothing about the
/// connection (RFC 9113 sections 8.2 and 8.3.1).
struct HTTP2RequestFields {
    private(set) var fields = HeaderFields()

    init(_ request: HTTPRequest, authority: String) {
        fields.reserveCapacity(bytes: request.headers.lines.count + 128, fields: request.headers.count + 4)
        fields.append(":method", request.method)
        fields.append(":scheme", "http")
        fields.append(":path", request.target)
        fields.append(":authority", request.headers.text("host") ?? authority)
        request.headers.forEach { bytes, name, value in
            let lower = name.map { asciiLowercased(bytes[$0]) }
            if lower.elementsEqual("host".utf8) || HTTP2FieldSection.isAboutConnection(lower.span.bytes) { return }
            fields.append(name: lower, value: value.map { bytes[$0] })
        }
    }
}
