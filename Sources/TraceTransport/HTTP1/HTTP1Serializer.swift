import TraceBytes

/// Turns messages into the bytes of HTTP/1.1 (RFC 9112), and refuses what would not be read as that message.
///
/// The framing is written from the content that is there: a `Content-Length` field is added, or must agree; with
/// `Transfer-Encoding: chunked`, or trailers, the content goes out as one chunk.
package enum HTTP1Serializer {
    /// A request as bytes. `Host` must be among its fields (RFC 9112 section 3.2).
    package static func bytes(of request: HTTPRequest) throws(HTTP1SerializationError) -> [UInt8] {
        let (head, content) = try pieces(of: request)
        return content.isEmpty ? head : head + content
    }

    /// A request as bytes in two pieces, of which the second is its content where that is large, and not copied, else
    /// empty.
    static func pieces(
        of request: HTTPRequest
    ) throws(HTTP1SerializationError) -> (head: [UInt8], content: [UInt8]) {
        let head = request.head
        guard isToken(head.method) else { throw HTTP1SerializationError(.method) }
        guard !head.target.isEmpty, head.target.utf8.allSatisfy(HTTP1Grammar.isTarget) else {
            throw HTTP1SerializationError(.target)
        }
        guard head.headers.contains("Host") else { throw HTTP1SerializationError(.missingHost) }
        let framing = try HTTP1WrittenFraming(head.headers, length: request.body.count, request.trailers)
        let isApart = framing.isLength && request.body.count > 16 << 10
        var output = HTTP1Output(
            capacity: 256 + head.headers.lines.count + (isApart ? 0 : request.body.count))
        output.write(head.method)
        output.write(" ")
        output.write(head.target)
        output.write(" HTTP/1.1\r\n")
        try writeFields(head.headers, to: &output)
        // RFC 9110 section 8.6: a length of 0 is said where the method lets a server expect content.
        let says = !request.body.isEmpty || !request.trailers.isEmpty || ["POST", "PUT", "PATCH"].contains(head.method)
        try writeContent(isApart ? [] : request.body, request.trailers, framing, says: says, to: &output)
        return (output.bytes, isApart ? request.body : [])
    }

    /// A response as bytes.
    ///
    /// - `method`: of the request; an answer to HEAD has the fields of the content and not the content.
    /// - `connection`: added as the field `Connection` unless the response has one: `close`.
    /// - `date`: added as the field `Date` unless the response has one: `httpDate(…)` (RFC 9110 section 6.6.1).
    package static func bytes(
        of response: HTTPResponse, to method: String, connection: String? = nil, date: String? = nil
    ) throws(HTTP1SerializationError) -> [UInt8] {
        let head = response.head
        guard (100...999).contains(head.status) else { throw HTTP1SerializationError(.status) }
        guard isFieldValue(head.reason) else { throw HTTP1SerializationError(.reason) }
        // RFC 9110 sections 6.4.1 and 8.6: no content, and no length, for 1xx and 204; no content for 304.
        let isBare = (100..<200).contains(head.status) || head.status == 204
        let isWithout = isBare || head.status == 304
        guard !isWithout || response.body.isEmpty && response.trailers.isEmpty else {
            throw HTTP1SerializationError(.contentNotAllowed)
        }
        guard !isBare || !head.headers.contains("Content-Length") && !head.headers.contains("Transfer-Encoding") else {
            throw HTTP1SerializationError(.contentNotAllowed)
        }
        // RFC 9110 sections 8.6 and 9.3.2: these may say the length of a content that is not there.
        let isSilent = method == "HEAD" || isWithout
        let framing = try HTTP1WrittenFraming(
            head.headers, length: isSilent && response.body.isEmpty ? nil : response.body.count, response.trailers)

        var output = HTTP1Output(capacity: 256 + head.headers.lines.count + response.body.count)
        output.write("HTTP/1.1 ")
        output.write(String(head.status))
        output.write(" ")
        output.write(head.reason)
        output.write("\r\n")
        try writeFields(head.headers, to: &output)
        if let date, !head.headers.contains("Date") { try writeField("Date", date, to: &output) }
        if let connection, !head.headers.contains("Connection") {
            try writeField("Connection", connection, to: &output)
        }
        if isSilent {
            if !response.body.isEmpty { try writeLength(framing, to: &output) }
            output.write("\r\n")
        } else {
            try writeContent(response.body, response.trailers, framing, says: true, to: &output)
        }
        return output.bytes
    }

    /// The interim answer to `Expect: 100-continue` (RFC 9110 section 15.2.1).
    package static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}

extension HTTP1Serializer {
    private static func writeContent(
        _ body: [UInt8], _ trailers: HeaderFields, _ framing: HTTP1WrittenFraming, says: Bool,
        to output: inout HTTP1Output
    ) throws(HTTP1SerializationError) {
        if says { try writeLength(framing, to: &output) }
        output.write("\r\n")
        guard case .chunked = framing else { return output.write(body) }
        if !body.isEmpty {
            output.write(String(body.count, radix: 16))
            output.write("\r\n")
            output.write(body)
            output.write("\r\n")
        }
        output.write("0\r\n")
        try writeFields(trailers, to: &output)
        output.write("\r\n")
    }

    /// The field that tells where the content ends, unless the message has it.
    private static func writeLength(
        _ framing: HTTP1WrittenFraming, to output: inout HTTP1Output
    ) throws(HTTP1SerializationError) {
        switch framing {
        case .length(let count, isSaid: false): try writeField("Content-Length", String(count), to: &output)
        case .chunked(isSaid: false): try writeField("Transfer-Encoding", "chunked", to: &output)
        case .length, .chunked: break
        }
    }

    private static func writeFields(
        _ fields: HeaderFields, to output: inout HTTP1Output
    ) throws(HTTP1SerializationError) {
        try fields.forEach { (bytes, name, value) throws(HTTP1SerializationError) in
            let badName = HTTP1Grammar.firstIndexOutsideToken(in: name, of: bytes)
            guard !name.isEmpty, badName == nil else { throw HTTP1SerializationError(.fieldName) }
            let badValue = HTTP1Grammar.firstIndexOutsideValue(in: value, of: bytes)
            guard badValue == nil else { throw HTTP1SerializationError(.fieldValue) }
        }
        output.write(fields.lines)
    }

    private static func writeField(
        _ name: StaticString, _ value: String, to output: inout HTTP1Output
    ) throws(HTTP1SerializationError) {
        guard isFieldValue(value) else { throw HTTP1SerializationError(.fieldValue) }
        output.write(name)
        output.write(": ")
        output.write(value)
        output.write("\r\n")
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(HTTP1Grammar.isToken)
    }

    private static func isFieldValue(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            HTTP1Grammar.firstIndexOutsideValue(in: utf8.indices, of: utf8.span) == nil
        }
    }
}
