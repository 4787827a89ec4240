import TracePlatform

/// One request and its response on one connection.
struct HTTPClientExchange: ~Copyable {
    private let connection: TCPConnection
    private let limits: HTTPClientLimits
    private let deadline: MonotonicInstant
    private var parser: HTTP1ResponseParser
    private var buffer: ReadBuffer
    private var receivedCount = 0
    private var lastRead: HTTPMoment
    private var firstByte: HTTPMoment?
    /// Why the request could not be written whole; the peer may have answered nevertheless.
    private var writeFailure: NetworkError?

    struct Answer: Sendable {
        let response: HTTPResponse
        let rawHead: [UInt8]
        let writeBegan: HTTPMoment
        let requestWritten: HTTPMoment
        let firstByte: HTTPMoment
        let complete: HTTPMoment
        /// Whether the connection can carry another request.
        let isReusable: Bool
    }

    init(on connection: TCPConnection, _ limits: HTTPClientLimits, deadline: MonotonicInstant, at now: HTTPMoment) {
        self.connection = connection
        self.limits = limits
        self.deadline = deadline
        parser = HTTP1ResponseParser(limits: limits.message)
        buffer = ReadBuffer(capacity: limits.readBytes)
        lastRead = now
    }

    nonisolated(nonsending) mutating func send(
        _ head: [UInt8], _ content: [UInt8], method: String, at writeBegan: HTTPMoment
    ) async throws(HTTPClientError.Reason) -> Answer {
        parser.expectResponse(to: method)
        do throws(NetworkError) {
            try await connection.writeOnLoop(head, content, deadline: deadline)
        } catch {
            guard error.errno != nil else { throw reason(of: error, in: .write) }
            // A server may answer and close without reading all (RFC 9112 section 9.5): its answer counts.
            writeFailure = error
        }
        lastRead = HTTPMoment.now(on: connection.loop)
        let requestWritten = lastRead
        var (head, body) = (nil as HTTP1MessageHead<HTTPResponseHead>?, [UInt8]())
        while true {
            switch try nextEvent() {
            case .head(let message):
                head = message.head.isInterim ? nil : message
                if case .length(let length)? = head?.framing { body.reserveCapacity(min(length, 1 << 20)) }
            case .body(let bytes):
                body.append(contentsOf: bytes)
            case .end(let trailers):
                guard let head else { continue }
                return Answer(
                    response: HTTPResponse(head.head, body: body, trailers: trailers), rawHead: head.raw,
                    writeBegan: writeBegan, requestWritten: requestWritten, firstByte: firstByte ?? lastRead,
                    complete: lastRead,
                    isReusable: head.keepsAlive && parser.unreadCount == 0 && writeFailure == nil)
            case nil:
                try await read(head == nil ? .response : .responseBody)
            }
        }
    }

    private mutating func nextEvent() throws(HTTPClientError.Reason) -> HTTP1ResponseEvent? {
        do throws(HTTP1ParseError) {
            return try parser.next()
        } catch {
            guard error.reason == .unexpectedEnd else { throw .malformedResponse(error) }
            throw .closedEarly(receivedBytes: receivedCount, writeFailure)
        }
    }

    nonisolated(nonsending) private mutating func read(
        _ phase: HTTPClientError.Phase
    ) async throws(HTTPClientError.Reason) {
        let count: Int
        do throws(NetworkError) {
            count = try await connection.readOnLoop(into: &buffer, deadline: deadline)
        } catch {
            throw reason(of: error, in: phase)
        }
        lastRead = .now(on: connection.loop)
        if count == 0 {
            // Before the first byte the parser has nothing that could be incomplete.
            guard receivedCount > 0, !parser.isBetweenResponses else {
                throw .closedEarly(receivedBytes: receivedCount, writeFailure)
            }
            return parser.receiveEnd()
        }
        if firstByte == nil { firstByte = lastRead }
        receivedCount += count
        parser.receive(consuming: &buffer)
    }

    private func reason(of error: NetworkError, in phase: HTTPClientError.Phase) -> HTTPClientError.Reason {
        switch error.cause {
        case .deadlineExceeded: .timeout(phase)
        case .cancelled, .closed: .cancelled
        case .system, .unresolved: .closedEarly(receivedBytes: receivedCount, writeFailure ?? error)
        }
    }
}
