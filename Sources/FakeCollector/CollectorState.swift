import TraceTransport
import TraceWire

/// What only the loop of a collector touches.
struct CollectorState {
    let recording: Recording
    var waiters = Waiters()
    var script = ScriptedAnswers()
    var receivers: [any Receiver] = []
    var isStalled = false
    /// Every socket is closed: nothing more can come.
    var isStopped = false

    /// A request as the state has dealt with it; what is left to do is up to the loop.
    struct Step: Sendable {
        var answer: ReceiverAnswer
        var delay = Duration.zero
        /// Nil when there was no room for it.
        var record: RecordedRequest?
        var satisfied: [WaitID] = []
    }

    /// Judges, stores and records a request.
    mutating func take(_ arrival: Arrival, accepting response: ReceiverResponse, decode: Recording.Decode) -> Step {
        let before = recording.requests.count
        var step = answer(arrival, accepting: response, decode: decode)
        if recording.requests.count > before { step.record = recording.requests.last }
        step.satisfied = waiters.look(at: recording)
        return step
    }

    /// Records what came without being a request.
    mutating func record(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) -> Step {
        let before = recording.requests.count
        recording.record(arrival, outcome)
        let record = recording.requests.count > before ? recording.requests.last : nil
        return Step(answer: .silence, record: record, satisfied: waiters.look(at: recording))
    }

    private mutating func answer(
        _ arrival: Arrival, accepting response: ReceiverResponse, decode: Recording.Decode
    ) -> Step {
        if isStalled {
            recording.record(arrival, .unanswered)
            return Step(answer: .silence)
        }
        let scripted = script.next(for: arrival.receiver.label)
        if let scripted, !scripted.takesPayload {
            recording.record(arrival, .scripted(status: scripted.status))
            return Step(answer: ReceiverAnswer(scripted.action) ?? .silence, delay: scripted.delay)
        }
        let delay = scripted?.delay ?? .zero
        switch recording.take(arrival, decode: decode) {
        case .accepted:
            return Step(answer: scripted.flatMap { ReceiverAnswer($0.action) } ?? .response(response), delay: delay)
        case .refused(let refusal): return Step(answer: .response(refusal.response), delay: delay)
        case .dropped(let reason): return Step(answer: .overloaded(reason), delay: delay)
        }
    }
}

extension ReceiverAnswer {
    /// Nil for what the form's server would say.
    fileprivate init?(_ action: ScriptedAnswer.Action) {
        switch action {
        case .normal: return nil
        case .respond(let response): self = .scripted(response)
        case .dropConnection: self = .dropConnection
        case .silence: self = .silence
        }
    }
}
