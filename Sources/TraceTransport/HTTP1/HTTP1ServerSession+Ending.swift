import TraceBytes
import TracePlatform

/// How a session ends that neither its peer nor a last answer has ended, and how it leaves.
extension HTTP1ServerSession {
    /// Counts and reports what ended the session, and tells the peer where it can still be told.
    nonisolated(nonsending) mutating func end(_ kind: HTTPServerIncident.Kind) async {
        let answer: HTTPResponse?
        switch kind {
        case .malformed(let error):
            count { $0.malformed[error.reason, default: 0] += 1 }
            answer = speaksNoHTTP(error) ? nil : .text("\(error)\n", status: error.status)
        case .timedOut(let timeout):
            count { $0.timeouts[timeout, default: 0] += 1 }
            answer = timeout == .idle || timeout == .write ? nil : .text("\(timeout.rawValue)\n", status: 408)
        case .unwritable(let error):
            count { $0.unwritable += 1 }
            answer = .text("the answer cannot be written: \(error)\n", status: 500)
        case .overloaded:
            count { $0.overloaded += 1 }
            answer = head.map { server.overloaded($0.head) } ?? .retryLater
        case .broken:
            count { $0.brokenConnections += 1 }
            answer = nil
        // The others are those of HTTP/2.
        case .refused, .violation, .excessive, .cancelled: answer = nil
        }
        let undecided = undecidedBytes
        let evidence = head == nil ? undecided ?? Array(parser.unfinishedBytes.prefix(8 << 10)) : body
        server.observer(
            HTTPServerIncident(
                kind: kind, connection: number, number: isAnswering ? requestCount : requestCount + 1,
                peer: connection.peerAddress,
                moment: .now(on: loop), head: head?.head, received: evidence))
        // Nor to a part of a preface, which "PRI" is for certain.
        guard let answer, undecided?.count ?? 0 < 3,
            let bytes = try? HTTP1Serializer.bytes(
                of: answer, to: head?.head.method ?? "", connection: "close", date: server.date()),
            (try? await write(bytes)) != nil
        else {
            if kind == .timedOut(.write) { await reset() }
            return
        }
        await linger()
    }

    /// What came first is no request line. Where it might have been an invalid preface of HTTP/2, whose sender takes a text
    /// for a frame, nothing is answered (RFC 9113 section 3.4).
    private func speaksNoHTTP(_ error: HTTP1ParseError) -> Bool {
        guard server.http2 != nil, requestCount == 0, head == nil else { return false }
        return error.reason == .malformedVersion || error.reason == .malformedRequestLine
    }

    /// Closes so that the peer can read the answer (RFC 9112 section 9.6): ends this side's stream, then reads on, since
    /// a close with unread bytes is a reset, which may overtake the answer.
    nonisolated(nonsending) mutating func linger() async {
        guard !hasPeerEnded, (try? await connection.finishWriting()) != nil else { return }
        await discard(until: loop.now() + limits.lingerNanoseconds, atMost: limits.lingerBytes)
    }

    /// Resets the connection now: `TCPConnection.reset` does it in the loop's next turn, too late for a close behind it.
    nonisolated(nonsending) func reset() async {
        connection.reset()
        await loop.yield()
    }

    /// Reads and drops until the peer ends its stream.
    nonisolated(nonsending) mutating func discard(until deadline: MonotonicInstant?, atMost limit: Int) async {
        // Nothing is in flight: a server that stops closes the connection.
        guard setIdle(true) || deadline != nil else { return }
        var remaining = limit
        while remaining > 0, let count = try? await connection.readOnLoop(into: &buffer, deadline: deadline), count > 0
        {
            remaining -= min(count, remaining)
            buffer.consume(buffer.count)
        }
    }

    func count(_ change: (inout HTTPServerCounters) -> Void) {
        server.state.withValue { change(&$0.counters) }
    }
}
