import TraceBytes

/// Request lines and status lines (RFC 9112 sections 3 and 4).
enum HTTP1StartLine {
    /// `method SP request-target SP HTTP-version`, with single spaces: section 3 lets a recipient split at any white
    /// space, which is what lets two recipients see two targets.
    static func request(_ line: Range<Int>, of input: HTTP1Input) throws(HTTP1ParseError) -> HTTPRequestHead {
        let bytes = input.bytes.span
        guard
            let first = line.first(where: { bytes[$0] == HTTP1Grammar.space }), first > line.lowerBound,
            let second = (first + 1..<line.upperBound).first(where: { bytes[$0] == HTTP1Grammar.space }),
            second > first + 1
        else { throw HTTP1ParseError(.malformedRequestLine, at: input.offset(of: line.lowerBound)) }

        let method = line.lowerBound..<first
        if let bad = HTTP1Grammar.firstIndex(in: method, of: bytes, outside: HTTP1Grammar.isToken) {
            throw HTTP1ParseError(.invalidMethod, at: input.offset(of: bad))
        }
        let target = first + 1..<second
        if let bad = HTTP1Grammar.firstIndex(in: target, of: bytes, outside: HTTP1Grammar.isTarget) {
            throw HTTP1ParseError(.invalidTarget, at: input.offset(of: bad))
        }
        let version = try version(second + 1..<line.upperBound, of: input, else: .malformedVersion)
        let head = HTTPRequestHead(
            method: String(decoding: input.bytes[method], as: UTF8.self),
            target: String(decoding: input.bytes[target], as: UTF8.self), version: version)
        guard hasValidForm(target, of: bytes, method: head.method) else {
            throw HTTP1ParseError(.invalidTarget, at: input.offset(of: target.lowerBound))
        }
        return head
    }

    /// Section 3.2: the origin form begins with `/`; the absolute form with `http://` or `https://` and a host; the
    /// authority form is for CONNECT, and `*` for OPTIONS.
    private static func hasValidForm(_ target: Range<Int>, of bytes: Span<UInt8>, method: String) -> Bool {
        if method == "CONNECT" { return HTTP1Grammar.isHost(target, of: bytes) }
        switch bytes[target.lowerBound] {
        case 0x2f: return true
        case 0x2a: return target.count == 1 && method == "OPTIONS"
        default:
            for (scheme, length) in [("http://" as StaticString, 7), ("https://", 8)] where target.count > length {
                let authority = target.lowerBound + length
                if HTTP1Grammar.isEqual(target.lowerBound..<authority, of: bytes, to: scheme) {
                    return ![0x2f, 0x3f, 0x23].contains(bytes[authority])
                }
            }
            return false
        }
    }

    /// `HTTP-version SP status-code SP [ reason-phrase ]`. The second space may be missing with the reason: many servers
    /// leave it out, and no length hangs on it.
    static func response(_ line: Range<Int>, of input: HTTP1Input) throws(HTTP1ParseError) -> HTTPResponseHead {
        let bytes = input.bytes.span
        let malformed = HTTP1ParseError(.malformedStatusLine, at: input.offset(of: line.lowerBound))
        guard let first = line.first(where: { bytes[$0] == HTTP1Grammar.space }) else { throw malformed }
        let version = try version(line.lowerBound..<first, of: input, else: .malformedStatusLine)
        guard line.upperBound - first >= 4 else { throw malformed }
        let digits = first + 1..<first + 4
        guard digits.allSatisfy({ HTTP1Grammar.isDigit(bytes[$0]) }), bytes[digits.lowerBound] != 0x30 else {
            throw malformed
        }
        // Three digits: at most 999.
        let status = digits.reduce(0) { $0 * 10 + Int(bytes[$1] - 0x30) }
        var reason = digits.upperBound..<line.upperBound
        if !reason.isEmpty {
            guard bytes[reason.lowerBound] == HTTP1Grammar.space else { throw malformed }
            reason = reason.lowerBound + 1..<reason.upperBound
        }
        if let bad = HTTP1Grammar.firstIndexOutsideValue(in: reason, of: bytes) {
            throw HTTP1ParseError(.malformedStatusLine, at: input.offset(of: bad))
        }
        return HTTPResponseHead(
            status: status, reason: String(decoding: input.bytes[reason], as: UTF8.self), version: version)
    }

    /// Section 2.3: `HTTP/` digit `.` digit, in capitals. A higher minor version of 1 is read as 1.1 (RFC 9110
    /// section 2.5).
    private static func version(
        _ range: Range<Int>, of input: HTTP1Input, else reason: HTTP1ParseError.Reason
    ) throws(HTTP1ParseError) -> HTTPVersion {
        let bytes = input.bytes.span
        let start = range.lowerBound
        guard
            range.count == 8, bytes.bytes.begins(with: "HTTP/", at: start), bytes[start + 6] == 0x2e,
            HTTP1Grammar.isDigit(bytes[start + 5]), HTTP1Grammar.isDigit(bytes[start + 7])
        else { throw HTTP1ParseError(reason, at: input.offset(of: start)) }
        guard bytes[start + 5] == 0x31 else { throw HTTP1ParseError(.unsupportedVersion, at: input.offset(of: start)) }
        return bytes[start + 7] == 0x30 ? .http1_0 : .http1_1
    }
}
