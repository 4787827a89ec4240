import TraceBytes
import TraceModel
import TraceTransport
import TraceWire

/// What only the loop of a collector touches.
struct CollectorState {
    let recording: Recording
    /// Somebody is told of every record.
    let isObserved: Bool
    var waiters = Waiters()
    var script = ScriptedAnswers()
    var receivers: [any Receiver] = []
    /// Of receivers that are closed.
    var closedDatagrams: [DatagramCounters] = []
    var isStalled = false
    /// What the recording has left to do is being done.
    var isCatchingUp = false
    /// Every socket is closed: nothing more can come.
    var isStopped = false

    /// A request as the state has dealt with it; what is left to do is up to the loop.
    struct Step: Sendable {
        var answer: ReceiverAnswer
        var delay = Duration.zero
        /// For the observer; nil when there was no room for it.
        var record: RecordedRequest?
        var satisfied: [WaitID] = []
    }

    /// What is to be done with a request.
    enum Plan: Sendable {
        /// It is recorded and not looked at.
        case ended(Step)
        /// Its payload is taken; the script has the last word on the answer.
        case decode(ScriptedAnswer?)
    }

    /// Something else than the form's answer may be due.
    var mayScript: Bool { isStalled || !script.isEmpty }

    /// Decides what to do with a request, and uses up its script. Datagrams have none: nobody answers them.
    mutating func begin(_ arrival: Arrival) -> Plan {
        if isStalled { return .ended(record(arrival, .unanswered)) }
        guard arrival.datagram == nil, let scripted = script.next(for: arrival.receiver.label) else {
            return .decode(nil)
        }
        guard !scripted.takesPayload else { return .decode(scripted) }
        var step = record(arrival, .scripted(status: scripted.status(for: arrival.payload)))
        step.answer = scripted.answer(to: arrival.payload, inPlaceOf: nil)
        step.delay = scripted.delay
        return .ended(step)
    }

    /// Stores and records a payload that is decoded here, or was elsewhere.
    mutating func take(
        _ arrival: Arrival, as form: WireForm, _ scripted: ScriptedAnswer?, decoded: DecodedPayload? = nil
    ) -> Step {
        recordingWhatIsNew { recording in
            let limits = recording.decodingLimits
            let taken =
                if let decoded {
                    recording.take(arrival, decoded)
                } else {
                    recording.take(arrival) { payload, store throws(PayloadRefusal) in
                        try form.receive(payload, &store, limits)
                    }
                }
            let delay = scripted?.delay ?? .zero
            switch taken {
            case .accepted(let response):
                let answer = scripted?.answer(to: arrival.payload, inPlaceOf: response) ?? ReceiverAnswer(response)
                return Step(answer: answer, delay: delay)
            case .refused(let refusal): return Step(answer: ReceiverAnswer(refusal.answer), delay: delay)
            case .dropped(let reason):
                return Step(answer: .answer(form.overloaded(arrival.payload, reason)), delay: delay)
            }
        }
    }

    /// Records what is not decoded.
    mutating func record(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) -> Step {
        recordingWhatIsNew { recording in
            recording.record(arrival, outcome)
            return Step(answer: .silence)
        }
    }

    /// Counts what there was no room for.
    mutating func drop(_ arrival: Arrival) -> Step {
        recordingWhatIsNew { recording in
            recording.drop(arrival)
            return Step(answer: .silence)
        }
    }

    private mutating func recordingWhatIsNew(_ body: (Recording) -> Step) -> Step {
        let before = recording.requests.endNumber
        var step = body(recording)
        if isObserved, recording.requests.endNumber > before { step.record = recording.requests.records.last }
        step.satisfied = waiters.look(at: recording)
        return step
    }
}

extension ReceiverAnswer {
    fileprivate init(_ answer: WireAnswer?) { self = answer.map { .answer($0) } ?? .silence }
}
