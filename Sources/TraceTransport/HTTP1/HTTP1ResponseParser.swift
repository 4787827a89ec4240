import TraceBytes

/// Reads the responses of one connection from its bytes, however they are cut (RFC 9112).
///
///     startLine ──status line──▶ fields ──empty line: head──▶ body ──end──▶ startLine
///
/// Where a response ends depends on what it answers, so each request is announced with `expectResponse(to:)` before its
/// answer is read. Interim responses (1xx) come as messages of their own, without content, before the final one.
package struct HTTP1ResponseParser: Sendable {
    private let limits: HTTP1Limits
    private var input = HTTP1Input()
    private var phase = Phase.startLine
    /// Requests without a final response, the oldest first.
    private var expected: [Method] = []
    private var head = HTTPResponseHead(status: 0, reason: "")
    private var section = HTTP1FieldSection()
    private var body = HTTP1BodyDecoder(.none)
    private var interimResponses = 0
    private var failure: HTTP1ParseError?

    private enum Phase: Sendable {
        case startLine
        case fields
        case body
    }

    /// What about the method of a request decides where its response ends.
    enum Method: Sendable {
        case head
        case connect
        case other
    }

    package init(limits: HTTP1Limits = HTTP1Limits()) { self.limits = limits }

    /// The place in the stream of the next byte that was not read: after an `end`, where the next response begins.
    package var offset: Int { input.offset }

    /// Bytes that were received and not yet read.
    package var unreadCount: Int { input.unreadCount }

    /// Requests that were announced and whose final response has not ended.
    package var pendingCount: Int { expected.count }

    /// Whether any byte of the response in turn was received.
    package var isBetweenResponses: Bool { phase == .startLine && input.unreadCount == 0 && failure == nil }

    /// A request was sent on this connection; its response follows those to the requests before it.
    package mutating func expectResponse(to method: String) {
        switch method {
        case "HEAD": expected.append(.head)
        case "CONNECT": expected.append(.connect)
        default: expected.append(.other)
        }
    }

    package mutating func receive(_ bytes: some Collection<UInt8>) { input.append(bytes) }

    /// Takes all bytes out of the buffer.
    package mutating func receive(consuming buffer: inout ReadBuffer) {
        input.append(buffer.bytes)
        buffer.consume(buffer.count)
    }

    /// The peer will send nothing more. That is the end of a content without length; any other response that is not
    /// complete throws `unexpectedEnd`.
    package mutating func receiveEnd() { input.end() }

    /// What the received bytes say next; nil when more are needed. After an error the same error comes again.
    package mutating func next() throws(HTTP1ParseError) -> HTTP1ResponseEvent? {
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

    private mutating func step() throws(HTTP1ParseError) -> HTTP1ResponseEvent? {
        if phase == .startLine {
            guard !expected.isEmpty || input.unreadCount == 0 else {
                throw HTTP1ParseError(.unexpectedResponse, at: input.offset)
            }
            guard
                let line = try input.takeLine(
                    limit: min(limits.startLineBytes, limits.headBytes), tooLong: .statusLineTooLong)
            else { return nil }
            head = try HTTP1StartLine.response(line, of: input)
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
            try finishResponse()
            return .end(trailers: trailers)
        case nil: return nil
        }
    }

    private mutating func finishHead() throws(HTTP1ParseError) -> HTTP1MessageHead<HTTPResponseHead> {
        let method = expected.first ?? .other
        let framing = try section.responseFraming(head, to: method, limits, at: input.offset)
        head.headers = section.fields
        // Behind 101 and behind a tunnel stands another protocol; content without length ends with the connection.
        let isLast =
            framing == .untilClose || head.status == 101
            || method == .connect && (200..<300).contains(head.status)
        let message = HTTP1MessageHead(
            head: head, raw: Array(input.rememberedBytes), offset: input.offset - input.rememberedCount,
            framing: framing, keepsAlive: !isLast && section.keepsAlive(head.version), expectsContinue: false)
        input.forget()
        body = HTTP1BodyDecoder(framing)
        phase = .body
        return message
    }

    private mutating func finishResponse() throws(HTTP1ParseError) {
        phase = .startLine
        if head.isInterim {
            interimResponses += 1
            guard interimResponses <= limits.interimResponses else {
                throw HTTP1ParseError(.tooManyInterimResponses, at: input.offset)
            }
        } else {
            interimResponses = 0
            if !expected.isEmpty { expected.removeFirst() }
        }
    }
}
