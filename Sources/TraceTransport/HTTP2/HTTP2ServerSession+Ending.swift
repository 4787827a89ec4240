import TraceBytes
import TracePlatform

/// What does not become an answered request, and how a connection ends.
extension HTTP2ServerSession {
    /// Everything but whole requests.
    func note(_ event: HTTP2Event) {
        switch event {
        case .message, .settingsAcknowledged, .goAway: break
        case .pong: state.withValue { $0.probed = nil }
        case .growing(let stream, let octets): reserve(octets, for: stream)
        case .excessive(let message, let excess):
            release(message.stream)
            count { $0.excessive += 1 }
            observe(.excessive(excess), message)
            answerEarly(
                message.stream,
                server.tooLarge(message.requestHead, excess) ?? .text("\(excess)\n", status: excess.status))
        case .refused(let message, let violation):
            release(message.stream)
            count { $0.violations[violation.rule, default: 0] += 1 }
            // What came whole was handed over.
            if lose(message.stream) {
                observe(.violation(violation), head: nil, received: [])
            } else {
                observe(.violation(violation), message)
            }
        case .tolerated(let violation):
            count { $0.violations[violation.rule, default: 0] += 1 }
            observe(.violation(violation), head: nil, received: [])
        case .reset(let stream, let code, let unfinished):
            release(stream)
            lose(stream)
            guard let unfinished else { break }
            if let failure = state.withValue({ $0.machine.failure }) {
                // Not its sender's wish: the connection has ended inside it.
                count { $0.brokenConnections += 1 }
                observe(.violation(failure), unfinished)
            } else {
                count { $0.cancelled += 1 }
                observe(.cancelled(code), unfinished)
            }
        case .failed(let violation):
            count { $0.violations[violation.rule, default: 0] += 1 }
            observe(.violation(violation), head: nil, received: [])
        }
    }

    /// A stream was ended from outside; true when its request had come whole.
    @discardableResult
    func lose(_ stream: UInt32) -> Bool {
        let (isSending, isKnown) = state.withValue { state in
            let isSending = state.sending.remove(stream) != nil
            let isSilent = state.silent.remove(stream) != nil
            return (isSending, isSending || isSilent || state.answering.contains(stream))
        }
        if isSending { count { $0.unanswered += 1 } }
        return isKnown
    }

    /// Answers what has not come whole, or in place of an answer that cannot be written.
    func answerEarly(_ stream: UInt32, _ response: HTTPResponse) {
        guard let fields = try? HTTP2ResponseFields(response, to: "", date: server.date()) else { return }
        state.withValue { state in
            state.machine.discardContent(of: stream)
            state.machine.respond(to: stream, fields.head, body: response.body, trailers: response.trailers)
        }
    }

    // MARK: The budget of all content

    private func reserve(_ octets: Int, for stream: UInt32) {
        guard let budget = server.budget else { return }
        let more = state.withValue { octets - $0.reserved[stream, default: 0] }
        guard more > 0 else { return }
        if budget.reserve(more) {
            state.withValue { $0.reserved[stream] = octets }
            return
        }
        guard let message = state.withValue({ $0.machine.message(of: stream) }) else { return }
        release(stream)
        count { $0.overloaded += 1 }
        observe(.overloaded, message)
        answerEarly(stream, server.overloaded(message.requestHead))
    }

    func release(_ stream: UInt32) {
        let reserved = state.withValue { $0.reserved.isEmpty ? nil : $0.reserved.removeValue(forKey: stream) }
        guard let reserved else { return }
        server.budget?.release(reserved)
    }

    // MARK: The end

    /// Nothing more will come: what had come of requests that are not whole is told.
    func end(_ kind: HTTPServerIncident.Kind) {
        let unfinished = state.withValue { $0.machine.endReceiving() }
        for message in unfinished {
            release(message.stream)
            if case .broken = kind { count { $0.brokenConnections += 1 } }
            observe(kind, message)
        }
    }

    /// Takes no more requests; those in work are answered. Closes at once when there are none.
    func shutDown() {
        state.withValue { $0.machine.goAway() }
        forgetSilent()
        if let rest = startWriting() {
            Task(executorPreference: loop) { await self.write(rest) }
        }
        closeWhenDone()
    }

    /// Streams that are not to be answered end with the server, of which their peers learn by the end of the connection.
    func forgetSilent() {
        state.withValue { state in
            for stream in state.silent { state.machine.close(stream, .resetHere) }
            state.silent = []
        }
    }

    /// Ends this side's stream when everything is said, so that whoever reads meets the end. A peer that does not close is
    /// waited for so long as one that is told why it is left.
    func closeWhenDone() {
        let isDone = state.withValue { state in
            state.machine.isDone && !state.isWriting && !state.hasOutput && state.answering.isEmpty
                && state.lingering == nil && !state.isEnded
        }
        guard isDone else { return }
        connection.finishWritingOnLoop()
        let lingering = Task(executorPreference: loop) {
            guard (try? await self.loop.sleep(forNanoseconds: self.server.limits.lingerNanoseconds)) != nil else {
                return
            }
            self.connection.close()
        }
        state.withValue { $0.lingering = lingering }
    }

    /// Closes so that the peer can read what was written last: see `HTTP1ServerSession.linger`.
    nonisolated(nonsending) func leave(_ buffer: inout ReadBuffer, _ ending: Ending) async {
        for stream in state.withValue({ Array($0.reserved.keys) }) { release(stream) }
        switch ending {
        case .broken: state.withValue { $0.isEnded = true }
        case .peerEnded:
            await settle(withAnswers: true)
            state.withValue { $0.isEnded = true }
            connection.finishWritingOnLoop()
        case .done:
            await settle(withAnswers: false)
            state.withValue { $0.isEnded = true }
            await linger(&buffer)
        }
        state.withValue { $0.lingering }?.cancel()
    }

    /// Waits until all is written; with answers, also until no request is with the handler.
    nonisolated(nonsending) private func settle(withAnswers: Bool) async {
        while state.withValue({ $0.isWriting || (withAnswers && !$0.answering.isEmpty) }) {
            let outcome = await loop.wait { wait in state.withValue { $0.settling = wait } }
            guard outcome == .woken else { return }
        }
    }

    func wakeWhoSettles() {
        if let wait = state.withValue({ $0.settling.take() }) { loop.wake(wait) }
    }

    nonisolated(nonsending) private func linger(_ buffer: inout ReadBuffer) async {
        guard connection.finishWritingOnLoop() else { return }
        let deadline = loop.now() + server.limits.lingerNanoseconds
        var remaining = server.limits.lingerBytes
        while remaining > 0, let count = try? await connection.readOnLoop(into: &buffer, deadline: deadline), count > 0
        {
            remaining -= min(count, remaining)
            buffer.consume(buffer.count)
        }
    }

    /// Counts the answers that will not be written any more.
    func settleAccounts() {
        let lost = state.withValue { state in
            defer {
                state.sending = []
                state.unwrittenAnswers = 0
            }
            return state.sending.count + state.unwrittenAnswers
        }
        if lost > 0 { count { $0.unanswered += lost } }
    }

    // MARK: Telling

    func observe(_ kind: HTTPServerIncident.Kind, _ message: HTTP2Message) {
        observe(kind, head: message.requestHead, received: message.body, fields: message.fields)
    }

    /// Of a request that came whole.
    func observe(_ kind: HTTPServerIncident.Kind, _ request: HTTPServerRequest) {
        observe(
            kind, head: request.request.head, received: request.request.body, fields: request.http2Fields,
            number: request.number)
    }

    private func observe(
        _ kind: HTTPServerIncident.Kind, head: HTTPRequestHead?, received: [UInt8], fields: HeaderFields? = nil,
        number: Int? = nil
    ) {
        let number = number ?? state.withValue { $0.requestCount + 1 }
        server.observer(
            HTTPServerIncident(
                kind: kind, connection: self.number, number: number, peer: connection.peerAddress,
                moment: .now(on: loop), head: head, received: received, http2Fields: fields))
    }
}
