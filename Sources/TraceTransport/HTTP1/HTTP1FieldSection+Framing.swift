/// Reading a whole header section, and where the content behind it ends (RFC 9112 section 6.3).
extension HTTP1FieldSection {
    /// Reads the lines up to the empty one; false when it was not yet received.
    mutating func readHeader(from input: inout HTTP1Input, _ limits: HTTP1Limits) throws(HTTP1ParseError) -> Bool {
        while true {
            // The start line counts too; two bytes for the line end.
            let remaining = limits.headBytes - input.rememberedCount - 2
            guard remaining >= 0 else { throw HTTP1ParseError(.headTooLarge, at: input.offset) }
            guard let line = try input.takeLine(limit: remaining, tooLong: .headTooLarge) else { return false }
            if line.isEmpty { return true }
            try add(line: line, of: input, in: .header, limits: limits)
        }
    }

    func requestFraming(
        _ version: HTTPVersion, _ limits: HTTP1Limits, at offset: Int
    ) throws(HTTP1ParseError) -> HTTP1Framing {
        try framing(version, limits, at: offset) ?? .none
    }

    /// What the response says is overruled by what it answers: no content behind an answer to HEAD, 1xx, 204, 304, nor
    /// behind a 2xx to CONNECT.
    func responseFraming(
        _ head: HTTPResponseHead, to method: HTTP1ResponseParser.Method, _ limits: HTTP1Limits, at offset: Int
    ) throws(HTTP1ParseError) -> HTTP1Framing {
        let isWithout =
            switch head.status {
            case 100..<200, 204, 304: true
            case 200..<300: method != .other
            default: method == .head
            }
        var unlimited = limits
        if isWithout { unlimited.bodyBytes = .max }
        let framing = try framing(head.version, unlimited, at: offset) ?? .untilClose
        return isWithout ? .none : framing
    }

    private func framing(
        _ version: HTTPVersion, _ limits: HTTP1Limits, at offset: Int
    ) throws(HTTP1ParseError) -> HTTP1Framing? {
        switch (transferEncoding, contentLength) {
        // Section 6.1: HTTP/1.0 has no transfer codings; the framing of such a message is faulty.
        case (.some, _) where version == .http1_0: throw HTTP1ParseError(.transferEncodingInHTTP10, at: offset)
        case (.unsupported, _): throw HTTP1ParseError(.unsupportedTransferCoding, at: offset)
        case (.chunked, _): return .chunked
        case (nil, let length?) where length > limits.bodyBytes: throw HTTP1ParseError(.bodyTooLarge, at: offset)
        case (nil, let length?): return .length(length)
        case (nil, nil): return nil
        }
    }
}
