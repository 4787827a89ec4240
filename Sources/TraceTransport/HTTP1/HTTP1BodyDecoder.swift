import TraceBytes

/// The content of one message in the making (RFC 9112 sections 6 and 7).
///
///     length(n) ──n bytes──────────────────────────────▶ end
///     chunkSize ──size > 0──▶ chunkData ──▶ chunkEnd ──▶ chunkSize
///         └──────size 0─────▶ trailers ──empty line────▶ end
///     untilClose ──connection closed───────────────────▶ end
struct HTTP1BodyDecoder: Sendable {
    private var state: State
    /// Bytes of content so far, or promised by the chunk in work.
    private var total = 0
    private var extensionBytes = 0
    private var trailers = HTTP1FieldSection()

    private enum State: Sendable {
        /// Bytes that are still to come.
        case length(Int)
        case chunkSize
        case chunkData(Int)
        case chunkEnd
        case trailers
        case untilClose
    }

    enum Step: Sendable {
        case data(ArraySlice<UInt8>)
        case end(HeaderFields)
    }

    init(_ framing: HTTP1Framing) {
        switch framing {
        case .none: state = .length(0)
        case .length(let count): state = .length(count)
        case .chunked: state = .chunkSize
        case .untilClose: state = .untilClose
        }
    }

    /// The next piece of content, or its end; nil when more bytes are needed.
    mutating func next(from input: inout HTTP1Input, _ limits: HTTP1Limits) throws(HTTP1ParseError) -> Step? {
        while true {
            switch state {
            case .length(0): return .end(HeaderFields())
            case .length(let count):
                guard let data = input.takeBytes(upTo: count) else { return nil }
                state = .length(count - data.count)
                return .data(data)
            case .chunkSize:
                guard try readChunkSize(from: &input, limits) else { return nil }
            case .chunkData(let count):
                guard let data = input.takeBytes(upTo: count) else { return nil }
                state = data.count == count ? .chunkEnd : .chunkData(count - data.count)
                return .data(data)
            case .chunkEnd:
                // Section 7.1: CR LF follows the data at once; anything else means that the two sides count differently.
                guard try input.takeLine(limit: 0, tooLong: .chunkWithoutLineEnd) != nil else { return nil }
                input.forget()
                state = .chunkSize
            case .trailers:
                return try readTrailers(from: &input, limits).map(Step.end)
            case .untilClose:
                return try readUntilClose(from: &input, limits)
            }
        }
    }

    /// Section 7.1: `chunk-size [ chunk-ext ] CRLF`. False when the line is not complete.
    private mutating func readChunkSize(
        from input: inout HTTP1Input, _ limits: HTTP1Limits
    ) throws(HTTP1ParseError) -> Bool {
        guard let line = try input.takeLine(limit: limits.chunkLineBytes, tooLong: .chunkExtensionsTooLarge) else {
            return false
        }
        let begin = input.offset(of: line.lowerBound)
        let (size, digits) = try chunkSize(line, of: input)
        try checkExtension(digits..<line.upperBound, of: input)
        extensionBytes += line.upperBound - digits
        guard extensionBytes <= limits.chunkExtensionBytes else {
            throw HTTP1ParseError(.chunkExtensionsTooLarge, at: begin)
        }
        guard size <= limits.bodyBytes - total else { throw HTTP1ParseError(.bodyTooLarge, at: begin) }
        total += size
        state = size == 0 ? .trailers : .chunkData(size)
        input.forget()
        return true
    }

    /// One or more hexadecimal digits, and where they end.
    private func chunkSize(
        _ line: Range<Int>, of input: HTTP1Input
    ) throws(HTTP1ParseError) -> (size: Int, end: Int) {
        let bytes = input.bytes.span
        var size = 0
        var index = line.lowerBound
        while index < line.upperBound, let digit = HTTP1Grammar.hexValue(bytes[index]) {
            let (shifted, isOver) = size.multipliedReportingOverflow(by: 16)
            if isOver { throw HTTP1ParseError(.chunkSizeTooLarge, at: input.offset(of: line.lowerBound)) }
            size = shifted | digit  // the low four bits of a multiple of 16 are free
            index += 1
        }
        guard index > line.lowerBound else {
            throw HTTP1ParseError(.invalidChunkSize, at: input.offset(of: line.lowerBound))
        }
        return (size, index)
    }

    /// Section 7.1.1: extensions are ignored, yet what stands in their place must begin with `;` (after "bad" white
    /// space) and hold no control character.
    private func checkExtension(_ range: Range<Int>, of input: HTTP1Input) throws(HTTP1ParseError) {
        guard !range.isEmpty else { return }
        let bytes = input.bytes.span
        let content = HTTP1Grammar.trimmed(range, of: bytes)
        guard let first = content.first, bytes[first] == HTTP1Grammar.semicolon else {
            throw HTTP1ParseError(.invalidChunkSize, at: input.offset(of: range.lowerBound))
        }
        if let bad = HTTP1Grammar.firstIndexOutsideValue(in: content, of: bytes) {
            throw HTTP1ParseError(.invalidChunkExtension, at: input.offset(of: bad))
        }
    }

    /// Section 7.1.2; nil when it is not complete.
    private mutating func readTrailers(
        from input: inout HTTP1Input, _ limits: HTTP1Limits
    ) throws(HTTP1ParseError) -> HeaderFields? {
        while true {
            let remaining = limits.trailerBytes - input.rememberedCount - 2
            guard remaining >= 0 else { throw HTTP1ParseError(.trailersTooLarge, at: input.offset) }
            guard let line = try input.takeLine(limit: remaining, tooLong: .trailersTooLarge) else { return nil }
            if line.isEmpty {
                input.forget()
                return trailers.fields
            }
            try trailers.add(line: line, of: input, in: .trailer, limits: limits)
        }
    }

    private mutating func readUntilClose(
        from input: inout HTTP1Input, _ limits: HTTP1Limits
    ) throws(HTTP1ParseError) -> Step? {
        let begin = input.offset
        guard input.unreadCount <= limits.bodyBytes - total else {
            throw HTTP1ParseError(.bodyTooLarge, at: begin + limits.bodyBytes - total)
        }
        guard let data = input.takeBytes(upTo: input.unreadCount) else {
            return input.isEnded ? .end(HeaderFields()) : nil
        }
        total += data.count
        return .data(data)
    }
}
