import TraceBytes

/// A header or trailer section in the making: the fields line by line, and what those say that decide where the
/// message ends and who it is for (RFC 9112 sections 5 and 6).
struct HTTP1FieldSection: Sendable {
    private(set) var fields = HeaderFields()
    private(set) var contentLength: Int?
    private(set) var transferEncoding: TransferEncoding?
    private(set) var hasHost = false
    private(set) var saysClose = false
    private(set) var saysKeepAlive = false
    private(set) var expectsContinue = false

    enum TransferEncoding: Sendable {
        case chunked
        /// Names a coding that this recipient does not know.
        case unsupported
    }

    enum Place: Sendable {
        case header
        case trailer
    }

    /// Reads one line of the section, without its line end.
    mutating func add(
        line: Range<Int>, of input: HTTP1Input, in place: Place, limits: HTTP1Limits
    ) throws(HTTP1ParseError) {
        let bytes = input.bytes.span
        let colon = try Self.nameEnd(of: line, in: bytes, input)
        let name = line.lowerBound..<colon
        let rest = colon + 1..<line.upperBound
        if let bad = HTTP1Grammar.firstIndexOutsideValue(in: rest, of: bytes) {
            throw HTTP1ParseError(.invalidFieldValue, at: input.offset(of: bad))
        }
        guard fields.count < limits.fields else {
            throw HTTP1ParseError(.tooManyFields, at: input.offset(of: line.lowerBound))
        }
        let value = HTTP1Grammar.trimmed(rest, of: bytes)
        if let reason = note(name, value, of: bytes, in: place) {
            throw HTTP1ParseError(reason, at: input.offset(of: line.lowerBound))
        }
        // One allocation each for the bytes and the fields of most sections.
        if fields.isEmpty { fields.reserveCapacity(bytes: min(bytes.count - line.lowerBound, 512), fields: 12) }
        fields.append(from: bytes, name: name, value: value)
    }

    /// Where the name of a header line ends: at the colon, which follows a token at once.
    private static func nameEnd(
        of line: Range<Int>, in bytes: Span<UInt8>, _ input: HTTP1Input
    ) throws(HTTP1ParseError) -> Int {
        let end = HTTP1Grammar.firstIndexOutsideToken(in: line, of: bytes)
        guard let end else { throw HTTP1ParseError(.missingColon, at: input.offset(of: line.upperBound)) }
        let isFirst = end == line.lowerBound
        let reason: HTTP1ParseError.Reason
        switch bytes[end] {
        case HTTP1Grammar.colon where !isFirst: return end
        case HTTP1Grammar.colon: reason = .emptyFieldName
        // A folded line (RFC 9112 section 5.2), or white space before the first field (section 2.2).
        case HTTP1Grammar.space where isFirst, HTTP1Grammar.tab where isFirst: reason = .foldedLine
        // Section 5.1: a server must refuse it; proxies that dropped such fields were the way around filters.
        case HTTP1Grammar.space, HTTP1Grammar.tab: reason = .spaceBeforeColon
        default: reason = .invalidFieldName
        }
        throw HTTP1ParseError(reason, at: input.offset(of: end))
    }

    /// Takes note of a field that says how the message is to be read; gives the reason to refuse it.
    private mutating func note(
        _ name: Range<Int>, _ value: Range<Int>, of bytes: Span<UInt8>, in place: Place
    ) -> HTTP1ParseError.Reason? {
        // The length of the name tells these five fields apart, and nearly all others from them.
        switch name.count {
        case 4 where HTTP1Grammar.isEqual(name, of: bytes, to: "host"):
            return place == .trailer ? .framingFieldInTrailer : noteHost(value, of: bytes)
        case 14 where HTTP1Grammar.isEqual(name, of: bytes, to: "content-length"):
            return place == .trailer ? .framingFieldInTrailer : noteContentLength(value, of: bytes)
        case 17 where HTTP1Grammar.isEqual(name, of: bytes, to: "transfer-encoding"):
            return place == .trailer ? .framingFieldInTrailer : noteTransferEncoding(value, of: bytes)
        case 10 where place == .header && HTTP1Grammar.isEqual(name, of: bytes, to: "connection"):
            noteConnection(value, of: bytes)
        case 6 where place == .header && HTTP1Grammar.isEqual(name, of: bytes, to: "expect"):
            if HTTP1Grammar.isEqual(value, of: bytes, to: "100-continue") { expectsContinue = true }
        default: break
        }
        return nil
    }

    /// RFC 9112 section 3.2: more than one Host, or one that is no host, is answered with 400.
    private mutating func noteHost(_ value: Range<Int>, of bytes: Span<UInt8>) -> HTTP1ParseError.Reason? {
        guard !hasHost else { return .repeatedHost }
        hasHost = true
        return HTTP1Grammar.isHost(value, of: bytes) ? nil : .invalidHost
    }

    /// RFC 9110 section 8.6: digits and nothing else. A list of equal numbers, which may be taken for one, is refused,
    /// since the next recipient may take it otherwise. A number beyond `Int` is a content beyond every limit.
    private mutating func noteContentLength(
        _ value: Range<Int>, of bytes: Span<UInt8>
    ) -> HTTP1ParseError.Reason? {
        if contentLength != nil { return .repeatedContentLength }
        // RFC 9112 section 6.3: both fields in one message are handled as an error.
        if transferEncoding != nil { return .contentLengthWithTransferEncoding }
        guard !value.isEmpty, value.allSatisfy({ HTTP1Grammar.isDigit(bytes[$0]) }) else {
            return .invalidContentLength
        }
        var length = 0
        for index in value {
            let (tens, isOver) = length.multipliedReportingOverflow(by: 10)
            let (sum, isOverToo) = tens.addingReportingOverflow(Int(bytes[index] - 0x30))  // a digit: 0x30 at least
            if isOver || isOverToo { return .bodyTooLarge }
            length = sum
        }
        contentLength = length
        return nil
    }

    /// RFC 9112 section 6.1: a list of codings, over all fields of the name. Only `chunked` alone is understood; behind
    /// it nothing may stand, itself included, and it has no parameters.
    private mutating func noteTransferEncoding(
        _ value: Range<Int>, of bytes: Span<UInt8>
    ) -> HTTP1ParseError.Reason? {
        if contentLength != nil { return .contentLengthWithTransferEncoding }
        var isValid = true
        var coding = transferEncoding
        HTTP1Grammar.forEachElement(in: value, of: bytes) { element in
            let isToken = !element.isEmpty && element.allSatisfy { HTTP1Grammar.isToken(bytes[$0]) }
            let isChunked = HTTP1Grammar.isEqual(element, of: bytes, to: "chunked")
            switch coding {
            case .chunked: isValid = false
            case .unsupported: isValid = isValid && isToken
            case nil:
                isValid = isValid && isToken
                coding = isChunked ? .chunked : .unsupported
            }
        }
        transferEncoding = coding
        return isValid ? nil : .invalidTransferEncoding
    }

    /// RFC 9112 section 9.3 reads `close` and `keep-alive` from the list.
    private mutating func noteConnection(_ value: Range<Int>, of bytes: Span<UInt8>) {
        var close = saysClose
        var keepAlive = saysKeepAlive
        HTTP1Grammar.forEachElement(in: value, of: bytes) { option in
            if HTTP1Grammar.isEqual(option, of: bytes, to: "close") { close = true }
            if HTTP1Grammar.isEqual(option, of: bytes, to: "keep-alive") { keepAlive = true }
        }
        (saysClose, saysKeepAlive) = (close, keepAlive)
    }

    /// Whether the connection is kept after this message (RFC 9112 section 9.3): HTTP/1.1 unless it says `close`,
    /// HTTP/1.0 only if it says `keep-alive`.
    func keepsAlive(_ version: HTTPVersion) -> Bool {
        !saysClose && (version == .http1_1 || saysKeepAlive)
    }
}
