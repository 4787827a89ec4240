import TraceBytes
import TracePlatform

/// From answers to what the system has taken.
///
/// ```
/// answer ──▶ machine ── windows open ──▶ output ── all written ──▶ counted
/// ```
extension HTTP2ServerSession {
    /// Hands an answer to the machine.
    func answer(_ stream: UInt32, _ request: HTTPServerRequest, _ response: HTTPResponse) {
        switch response.disposition {
        case .abort:
            count { $0.aborted += 1 }
            connection.reset()
            return
        case .hang:
            count { $0.aborted += 1 }
            state.withValue { _ = $0.silent.insert(stream) }
            if server.state.withValue({ $0.isStopping }) { forgetSilent() }
            return
        case .resetStream(let code):
            count { $0.aborted += 1 }
            state.withValue { _ = $0.machine.reset(stream, HTTP2ErrorCode(rawValue: code)) }
            return
        case .normal, .closeAfter, .cutAfter: break
        }
        let fields: HTTP2ResponseFields
        do throws(HTTP1SerializationError) {
            fields = try self.fields(of: response, to: request.request.method)
        } catch {
            count { $0.unwritable += 1 }
            observe(.unwritable(error), request)
            return answerEarly(stream, .text("the answer cannot be written: \(error)\n", status: 500))
        }
        let before = state.withValue { $0.machine.output.count }
        let isTaken = state.withValue { state in
            guard !state.isEnded else { return false }
            defer { if response.disposition == .closeAfter { state.machine.goAway() } }
            return state.machine.respond(
                to: stream, fields.head, body: fields.hasContent ? response.body : [], trailers: response.trailers)
        }
        if case .cutAfter(let limit) = response.disposition { return cut(after: limit, from: before) }
        guard isTaken else { return count { $0.unanswered += 1 } }
        // It is counted when it is written.
        state.withValue { state in
            if state.machine.isSending(stream) {
                state.sending.insert(stream)
            } else {
                state.unwrittenAnswers += 1
            }
        }
    }

    /// Writes so many bytes behind those that waited before, and ends the connection.
    private func cut(after limit: Int, from before: Int) {
        count { $0.aborted += 1 }
        state.withValue { state in
            guard !state.isCut else { return }
            state.lastWords = Array(state.takeOutput(at: loop.now()).prefix(before + max(limit, 0)))
            state.isCut = true
        }
    }

    // MARK: Writing

    /// Writes what the system takes at once; what is left has to be given to `write`. Nil when nothing is left, or somebody
    /// else writes.
    func startWriting() -> ArraySlice<UInt8>? {
        let bytes = state.withValue { state -> [UInt8]? in
            guard !state.isWriting, state.hasOutput else { return nil }
            return state.takeOutput(at: loop.now())
        }
        guard let bytes else { return nil }
        // A failure is met again by whoever reads, and told there.
        guard let written = try? connection.tryWrite(bytes) else { return nil }
        guard written == bytes.count else {
            state.withValue { $0.isWriting = true }
            return bytes[written...]
        }
        allIsWritten()
        return nil
    }

    /// Writes what is left, and all that comes up meanwhile.
    nonisolated(nonsending) func write(_ rest: ArraySlice<UInt8>) async {
        var next = Array(rest)
        while !next.isEmpty {
            do throws(NetworkError) {
                try await connection.writeOnLoop(next, deadline: loop.now() + server.limits.writeNanoseconds)
            } catch {
                if error.cause == .deadlineExceeded {
                    count { $0.timeouts[.write, default: 0] += 1 }
                    connection.reset()
                }
                state.withValue { $0.isEnded = true }
                break
            }
            allIsWritten()
            next = state.withValue { $0.takeOutput(at: loop.now()) }
        }
        let isCut = state.withValue { state in
            state.isWriting = false
            return state.isCut
        }
        if isCut { connection.close() }
        wakeWhoSettles()
        closeWhenDone()
    }

    /// All output that was taken has been given to the system.
    private func allIsWritten() {
        let (answers, isCut) = state.withValue { state in
            defer { state.unwrittenAnswers = 0 }
            return (state.unwrittenAnswers, state.isCut && state.lastWords == nil)
        }
        if answers > 0 { count { $0.answered += answers } }
        if isCut { connection.close() }
    }

    /// Nearly every answer to a call of gRPC has the fields of the one before.
    private func fields(
        of response: HTTPResponse, to method: String
    ) throws(HTTP1SerializationError) -> HTTP2ResponseFields {
        guard !response.trailers.isEmpty, method == "POST" else {
            return try HTTP2ResponseFields(response, to: method, date: server.date())
        }
        let known = state.withValue { $0.lastFields }
        if let known, known.status == response.status, known.headers.lines == response.headers.lines {
            return known.fields
        }
        let fields = try HTTP2ResponseFields(response, to: method, date: server.date())
        state.withValue { $0.lastFields = (response.status, response.headers, fields) }
        return fields
    }
}

extension HTTP2ServerSession.State {
    var hasOutput: Bool { lastWords != nil || (!isCut && !isEnded && machine.hasOutput) }

    /// What has to be written now.
    mutating func takeOutput(at now: MonotonicInstant) -> [UInt8] {
        if let words = lastWords.take() { return words }
        guard !isCut, !isEnded else { return [] }
        let before = machine.contentSent
        let bytes = machine.takeOutput()
        if machine.blockedStreams.isEmpty || machine.contentSent != before { lastProgress = now }
        if !sending.isEmpty {
            let sent = sending.filter { !machine.isSending($0) }
            sending.subtract(sent)
            unwrittenAnswers += sent.count
        }
        return bytes
    }
}
