import TracePlatform

/// What has used up its time.
extension HTTP2ServerSession {
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
            let isStuck = now - state.lastProgress >= limits.writeNanoseconds
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
            count { $0.timeouts[.write, default: 0] += 1 }
            lose(stream)
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
            guard state.withValue({ !$0.machine.isDone }) else { return false }
            count { $0.timeouts[.idle, default: 0] += 1 }
            end(.timedOut(.idle))
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
}

extension HTTP2ServerSession.State {
    enum Step { case goOn, probe, giveUp, settingsLate }

    /// So often is looked whose time is up while there is always something to read.
    func isLookDue(_ limits: HTTPServerLimits) -> Bool {
        lastRead.monotonic - lastLook
            >= min(limits.headNanoseconds, limits.bodyProgressNanoseconds, limits.writeNanoseconds)
    }

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
