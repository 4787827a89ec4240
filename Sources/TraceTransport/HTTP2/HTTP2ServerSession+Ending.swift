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
            let status = excess == .content ? 413 : 431
            observe(.excessive(excess), message)
            let text = excess == .content ? "content too large\n" : "header section too large\n"
            answerEarly(message.stream, .text(text, status: status))
        case .refused(let message, let violation):
            release(message.stream)
            count { $0.violations[violation.rule, default: 0] += 1 }
            observe(.violation(violation), message)
        case .reset(let stream, let code, let unfinished):
            release(stream)
            guard let unfinished else { break }
            count { $0.cancelled += 1 }
            observe(.cancelled(code), unfinished)
        case .failed(let violation):
            count { $0.violations[violation.rule, default: 0] += 1 }
            observe(.violation(violation), head: nil, received: [])
        }
    }

    /// Answers what has not come whole.
    private func answerEarly(_ stream: UInt32, _ response: HTTPResponse) {
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

    // MARK: Time

    /// A deadline has struck: what has used up its time ends. False when the connection has.
    func passTime() -> Bool {
        let now = loop.now()
        let limits = server.limits
        let (late, blocked, step) = state.withValue { state -> ([(UInt32, HTTPServerTimeout)], [UInt32], State.Step) in
            let isSilent = now - state.lastRead.monotonic >= limits.bodyProgressNanoseconds
            let late = state.machine.unfinished.compactMap { stream, began -> (UInt32, HTTPServerTimeout)? in
                if now - began.monotonic >= limits.bodyNanoseconds { return (stream, .body) }
                return isSilent ? (stream, .bodyProgress) : nil
            }
            let isStuck = now - state.lastWrite >= limits.writeNanoseconds
            return (late, isStuck ? state.machine.blockedStreams : [], state.step(at: now, limits))
        }
        for (stream, timeout) in late {
            guard let message = state.withValue({ $0.machine.message(of: stream) }) else { continue }
            release(stream)
            count { $0.timeouts[timeout, default: 0] += 1 }
            observe(.timedOut(timeout), message)
            answerEarly(stream, .text("\(timeout.rawValue)\n", status: 408))
        }
        for stream in blocked where state.withValue({ $0.machine.reset(stream, .cancel) }) {
            count {
                $0.timeouts[.write, default: 0] += 1
                $0.unanswered += 1
            }
        }
        switch step {
        case .goOn: return true
        case .probe:
            state.withValue { state in
                state.probed = now
                state.machine.ping(0x7072_6f62_65)  // "probe"
            }
            return true
        case .giveUp:
            if state.withValue({ !$0.machine.isDone }) { count { $0.timeouts[.idle, default: 0] += 1 } }
            return false
        case .settingsLate:
            let events = state.withValue { state in
                state.machine.fail(HTTP2Violation(.settingsAcknowledged))
                return state.machine.takeEvents()
            }
            for event in events { note(event) }
            return true
        }
    }

    // MARK: The end

    /// The stream of the connection has ended, or broken.
    func end(_ error: NetworkError?) {
        let unfinished = state.withValue { $0.machine.endReceiving() }
        for message in unfinished {
            release(message.stream)
            count { $0.brokenConnections += 1 }
            observe(.broken(error ?? NetworkError(.read, .closed)), message)
        }
    }

    /// Takes no more requests; those in work are answered. Closes at once when there are none.
    func shutDown() {
        state.withValue { $0.machine.goAway() }
        if let rest = startWriting() {
            Task(executorPreference: loop) { await self.write(rest) }
        }
        closeWhenDone()
    }

    /// Ends this side's stream when everything is said, so that whoever reads meets the end.
    func closeWhenDone() {
        let isDone = state.withValue { $0.machine.isDone && !$0.isWriting && $0.answering.isEmpty }
        guard isDone else { return }
        if server.state.withValue({ $0.isStopping }) { connection.close() } else { connection.finishWritingOnLoop() }
    }

    /// Closes so that the peer can read what was written last: see `HTTP1ServerSession.linger`.
    nonisolated(nonsending) func leave(_ buffer: inout ReadBuffer) async {
        for stream in state.withValue({ Array($0.reserved.keys) }) { release(stream) }
        guard state.withValue({ $0.machine.failure != nil }), connection.finishWritingOnLoop() else { return }
        let deadline = loop.now() + server.limits.lingerNanoseconds
        var remaining = server.limits.lingerBytes
        while remaining > 0, let count = try? await connection.readOnLoop(into: &buffer, deadline: deadline), count > 0
        {
            remaining -= min(count, remaining)
            buffer.consume(buffer.count)
        }
    }

    // MARK: Telling

    private func observe(_ kind: HTTPServerIncident.Kind, _ message: HTTP2Message) {
        observe(kind, head: message.requestHead, received: message.body, fields: message.fields)
    }

    func observe(
        _ kind: HTTPServerIncident.Kind, head: HTTPRequestHead?, received: [UInt8], fields: HeaderFields? = nil
    ) {
        let number = state.withValue { $0.requestCount + 1 }
        server.observer(
            HTTPServerIncident(
                kind: kind, connection: self.number, number: number, peer: connection.peerAddress,
                moment: .now(on: loop), head: head, received: received, http2Fields: fields))
    }
}

extension HTTP2ServerSession.State {
    enum Step { case goOn, probe, giveUp, settingsLate }

    /// When something may have used up its time. While nothing is open, only a peer that has gone without a word can be
    /// late: it is asked, by a PING.
    func nextDeadline(_ limits: HTTPServerLimits) -> MonotonicInstant {
        let now = max(lastRead.monotonic, lastLook)
        if machine.isDone { return now + limits.lingerNanoseconds }
        if let probed { return probed + limits.headNanoseconds }
        let isWaiting = machine.unacknowledgedSettings > 0 || machine.hasUnfinished || !machine.blockedStreams.isEmpty
        guard isWaiting else { return now + limits.idleNanoseconds }
        return now + min(limits.headNanoseconds, limits.bodyProgressNanoseconds, limits.writeNanoseconds)
    }

    mutating func step(at now: MonotonicInstant, _ limits: HTTPServerLimits) -> Step {
        defer { lastLook = now }
        if machine.isDone { return .giveUp }
        if machine.unacknowledgedSettings > 0, now - began >= limits.headNanoseconds { return .settingsLate }
        if let probed { return now - probed >= limits.headNanoseconds ? .giveUp : .goOn }
        let isIdle = machine.openStreamCount == 0 && now - lastRead.monotonic >= limits.idleNanoseconds
        return isIdle ? .probe : .goOn
    }
}
