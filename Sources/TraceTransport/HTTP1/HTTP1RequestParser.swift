import TraceBytes

/// Reads the requests of one connection from its bytes, however they are cut (RFC 9112).
///
///     startLine ──request line──▶ fields ──empty line: head──▶ body ──end──▶ startLine
///
/// Strict where two recipients could disagree about where a message ends; what follows a request that was refused is
/// never read. Bytes of the next request wait until the one before has ended.
package struct HTTP1RequestParser: Sendable {
    private let limits: HTTP1Limits
    private var input = HTTP1Input()
    private var phase = Phase.startLine
    private var head = HTTPRequestHead(method: "", target: "")
    private var section = HTTP1FieldSection()
    private var body = HTTP1BodyDecoder(.none)
    private var emptyLines = 0
    private var failure: HTTP1ParseError?

    private enum Phase: Sendable {
        case startLine
        case fields
        case body
    }

    package init(limits: HTTP1Limits = HTTP1Limits()) { self.limits = limits }

    /// The place in the stream of the next byte that was not read: after an `end`, where the next request begins.
    package var offset: Int { input.offset }

    /// Bytes that were received and not yet read.
    package var unreadCount: Int { input.unreadCount }

    /// The head in work, as far as it was received, and what is unread behind it: the evidence when it is refused.
    package var unfinishedBytes: ArraySlice<UInt8> { input.keptBytes }

    /// Nothing of a request was received since the last one ended (empty lines are nothing).
    package var isBetweenRequests: Bool {
        phase == .startLine && input.unreadCount == 0 && failure == nil
    }

    package mutating func receive(_ bytes: some Collection<UInt8>) { input.append(bytes) }

    /// Takes all bytes out of the buffer.
    package mutating func receive(consuming buffer: inout ReadBuffer) {
        input.append(buffer.bytes)
        buffer.consume(buffer.count)
    }

    /// The peer will send nothing more. A request that is not complete then throws `unexpectedEnd`.
    package mutating func receiveEnd() { input.end() }

    /// What the received bytes say next; nil when more are needed. After an error the same error comes again.
    package mutating func next() throws(HTTP1ParseError) -> HTTP1RequestEvent? {
        if let failure { throw failure }
        do throws(HTTP1ParseError) {
            if let event = try step() { return event }
            if input.isEnded, phase != .startLine || input.unreadCount > 0 {
                throw HTTP1ParseError(.unexpectedEnd, at: input.offset + input.unreadCount)
            }
            return nil
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func step() throws(HTTP1ParseError) -> HTTP1RequestEvent? {
        if phase == .startLine {
            guard let line = try takeStartLine() else { return nil }
            head = try HTTP1StartLine.request(line, of: input)
            section = HTTP1FieldSection()
            phase = .fields
        }
        if phase == .fields {
            guard try section.readHeader(from: &input, limits) else { return nil }
            return .head(try finishHead())
        }
        switch try body.next(from: &input, limits) {
        case .data(let bytes): return .body(bytes)
        case .end(let trailers):
            phase = .startLine
            emptyLines = 0
            return .end(trailers: trailers)
        case nil: return nil
        }
    }

    /// RFC 9112 section 2.2: an empty line before a request line, which old clients sent behind content, is skipped.
    private mutating func takeStartLine() throws(HTTP1ParseError) -> Range<Int>? {
        while let line = try input.takeLine(
            limit: min(limits.startLineBytes, limits.headBytes), tooLong: .requestLineTooLong)
        {
            guard line.isEmpty else { return line }
            guard emptyLines < limits.emptyLinesBeforeRequest else {
                throw HTTP1ParseError(.emptyLines, at: input.offset(of: line.lowerBound))
            }
            emptyLines += 1
            input.forget()
        }
        return nil
    }

    private mutating func finishHead() throws(HTTP1ParseError) -> HTTP1MessageHead<HTTPRequestHead> {
        // RFC 9112 section 3.2: HTTP/1.1 requires Host.
        guard section.hasHost || head.version == .http1_0 else {
            throw HTTP1ParseError(.missingHost, at: input.offset)
        }
        let framing = try section.requestFraming(head.version, limits, at: input.offset)
        head.headers = section.fields
        let message = HTTP1MessageHead(
            head: head, raw: Array(input.rememberedBytes), offset: input.offset - input.rememberedCount,
            framing: framing, keepsAlive: section.keepsAlive(head.version),
            // RFC 9110 section 10.1.1: from HTTP/1.0 the expectation is ignored; without content it has no meaning.
            expectsContinue: section.expectsContinue && head.version == .http1_1 && framing != .none
                && framing != .length(0))
        input.forget()
        body = HTTP1BodyDecoder(framing)
        phase = .body
        return message
    }
}
