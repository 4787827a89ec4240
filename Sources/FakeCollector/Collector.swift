import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Takes what exporters send, keeps every request and every span, and lets others wait for them.
///
/// ```
///            ┌──stall()──▶ stalled ──┐
/// start ──▶ taking ──────────────────┼──stop()───▶ draining ──every socket closed──▶ stopped
///            └───────────────────────┴──goAway()──▶ gone ──────────stop()────────────▶ stopped
/// ```
///
/// Safe to use from every task: everything happens on the collector's own thread. Collectors share nothing, so that
/// tests that run at the same time never see each other's spans.
public final class Collector: Sendable {
    package let loop: EventLoop
    public let limits: CollectorLimits
    let state: LoopBound<CollectorState>
    private let host: String
    private let observer: Observer?
    private let openReceivers = Locked<[ReceiverAddress]>([])
    /// Threads beside the collector's own, by name, each started when it is needed first.
    private let helpers = Locked<[String: EventLoop]>([:])
    let budget: HTTPBodyBudget

    /// Told of every request on the loop, after it was recorded.
    package typealias Observer = @Sendable (RecordedRequest) -> Void

    /// Opens the receivers of the options, each on a free port.
    package static func start(
        on loop: EventLoop, _ options: CollectorOptions = CollectorOptions(), observer: Observer? = nil
    ) async throws(CollectorStartError) -> Collector {
        let collector = Collector(on: loop, options, observer)
        for form in options.receivers { try await collector.open(form) }
        return collector
    }

    private init(on loop: EventLoop, _ options: CollectorOptions, _ observer: Observer?) {
        self.loop = loop
        self.observer = observer
        host = options.host
        limits = options.limits
        budget = HTTPBodyBudget(limit: options.limits.maxBytesInFlight, on: loop)
        state = LoopBound(
            CollectorState(recording: Recording(limits: options.limits), isObserved: observer != nil), on: loop)
    }

    // MARK: Receivers

    /// Opens a receiver, also a further one of a form.
    ///
    /// - Parameters:
    ///   - form: what is taken there.
    ///   - label: what everything that comes in there is marked with; the form's name when nil.
    ///   - port: 0 takes a free one, which the address tells.
    /// - Throws: when the port is taken or the address is none of this machine's. Receivers opened before stay.
    @discardableResult
    public func open(
        _ form: ReceiverForm, label: String? = nil, port: UInt16 = 0
    ) async throws(CollectorStartError) -> ReceiverAddress {
        let place = ReceiverPlace(form: form, label: label ?? form.rawValue, host: host, port: port)
        let receiver = try await place.open(for: self)
        await loop.run { () async -> Void in state.withValue { $0.receivers.append(receiver) } }
        openReceivers.withLock { $0.append(receiver.address) }
        return receiver.address
    }

    deinit { endHelpers() }

    /// Where the receivers listen, or did, in the order in which they were opened.
    public var addresses: [ReceiverAddress] { openReceivers.withLock { $0 } }

    /// Where the receiver of a label listens, or did; nil when none was opened.
    public func address(of label: String) -> ReceiverAddress? { addresses.first { $0.label == label } }

    /// What an exporter of a form is configured with, `http://127.0.0.1:40123/api/v2/spans` or `udp://127.0.0.1:40124`: the
    /// endpoint of the first receiver of the form. Must not be asked of a collector that was started without one.
    public func endpoint(of form: ReceiverForm) -> String {
        guard let address = addresses.first(where: { $0.form == form }) else {
            // A mistake in the test's own options, known before any byte is received: no sender can bring this about.
            preconditionFailure("no receiver of \(form.rawValue) is open; name it in CollectorOptions.receivers")
        }
        return address.endpoint
    }

    /// What a Zipkin exporter is configured with: `http://127.0.0.1:40123/api/v2/spans`.
    public var zipkinEndpoint: String { endpoint(of: .zipkin) }

    /// The same for an exporter of version 1: `http://127.0.0.1:40123/api/v1/spans`.
    public var zipkinV1Endpoint: String {
        String(zipkinEndpoint.dropLast(ZipkinV2.json.path.utf8.count)) + ZipkinV1.json.path
    }

    /// What an OTLP/HTTP exporter is configured with when it takes the whole URL (`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`):
    /// `http://127.0.0.1:40123/v1/traces`.
    public var otlpEndpoint: String { endpoint(of: .otlp) }

    /// What an OTLP/HTTP exporter is configured with when it adds the path itself (`OTEL_EXPORTER_OTLP_ENDPOINT`):
    /// `http://127.0.0.1:40123`.
    public var otlpBaseEndpoint: String { String(otlpEndpoint.dropLast(OTLP.json.path.utf8.count)) }

    // MARK: Requests

    /// Judges, stores and records a request, and says what becomes of it. Runs on the loop.
    @inline(__always)
    func take(_ arrival: Arrival, as wire: WireForm) async -> ReceiverAnswer {
        let step: CollectorState.Step
        switch state.withValue({ $0.begin(arrival) }) {
        case .ended(let ended): step = ended
        case .decode(let scripted):
            let decoded = arrival.isLarge ? await decodeElsewhere(arrival, as: wire) : nil
            step = state.withValue { $0.take(arrival, as: wire, scripted, decoded: decoded) }
        }
        publish(step)
        // Cancelled when the receiver stops: then the answer need not be late any more.
        guard step.delay > .zero else { return step.answer }
        let (sum, isNever) = loop.now().nanoseconds.addingReportingOverflow(step.delay.nanosecondsClamped)
        let due = MonotonicInstant(nanoseconds: isNever ? .max : sum)
        guard let deadline = arrival.deadline, deadline < due else {
            try? await loop.sleep(until: due)
            return step.answer
        }
        let isOver: Void? = try? await loop.sleep(until: deadline)
        return isOver == nil ? step.answer : .answer(GRPCReception.late)
    }

    /// The same for what nothing has to wait for: a request of the usual size, to which no script is due. Nil for others.
    func takeAtOnce(_ arrival: Arrival, as wire: WireForm) -> ReceiverAnswer? {
        guard !arrival.isLarge else { return nil }
        let step = state.withValue { state -> CollectorState.Step? in
            state.mayScript ? nil : state.take(arrival, as: wire, nil)
        }
        guard let step else { return nil }
        publish(step)
        return step.answer
    }

    /// Judges, stores and records a datagram. Runs on the loop.
    func take(datagram arrival: Arrival, as wire: WireForm) {
        let step = state.withValue { state in
            switch state.begin(arrival) {
            case .ended(let ended): ended
            case .decode(let scripted): state.take(arrival, as: wire, scripted)
            }
        }
        publish(step)
    }

    /// Decodes a payload into a store of its own on another thread: meanwhile others are taken. Nil when there is no thread
    /// to be had; then it has to be done here.
    private func decodeElsewhere(_ arrival: Arrival, as wire: WireForm) async -> DecodedPayload? {
        guard let decoder = try? helper("decoder") else { return nil }
        let limits = state.withValue { $0.recording.decodingLimits }
        return await decoder.run { () async -> DecodedPayload in
            DecodedPayload(arrival.judged) { payload, store throws(PayloadRefusal) in
                try wire.receive(payload, &store, limits)
            }
        }
    }

    /// Has what an eviction or a large payload leaves to be done, a little at a time: others are served in between.
    private func catchUp() {
        let isDue = state.withValue { state in
            guard !state.isCatchingUp, state.recording.hasWorkLeft else { return false }
            state.isCatchingUp = true
            return true
        }
        guard isDue else { return }
        Task(executorPreference: loop) {
            await self.finishWork()
            self.state.withValue { $0.isCatchingUp = false }
        }
    }

    /// Does what is left to be done. Runs on the loop.
    func finishWork() async {
        while state.withValue({ $0.recording.doSomeWork() }) {
            // Every socket has its turn in between.
            try? await loop.nextTurn()
        }
    }

    /// Takes datagrams out of the system, and does nothing else: before others, since the system's buffer is full in a
    /// few hundredths of a second.
    func datagramLoop() throws(NetworkError) -> EventLoop {
        try helper("datagrams") { SystemThread.goesFirst() }
    }

    private func helper(
        _ name: String, first: @escaping @Sendable () -> Void = {}
    ) throws(NetworkError) -> EventLoop {
        try helpers.withLock { helpers throws(NetworkError) in
            if let running = helpers[name] { return running }
            let started = try EventLoop.start(name: name)
            started.post(first)
            helpers[name] = started
            return started
        }
    }

    private func endHelpers() {
        let running = helpers.withLock { helpers in
            defer { helpers = [:] }
            return Array(helpers.values)
        }
        for loop in running { loop.shutdown() }
    }

    /// Counts what there was no room for before it was a request. Runs on the loop.
    func drop(_ arrival: Arrival) { publish(state.withValue { $0.drop(arrival) }) }

    /// Records what came without being a request. Runs on the loop.
    func record(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) {
        publish(state.withValue { $0.record(arrival, outcome) })
    }

    private func publish(_ step: CollectorState.Step) {
        if let record = step.record { observer?(record) }
        for wait in step.satisfied { loop.wake(wait) }
        catchUp()
    }

    // MARK: Misbehaving, and the end

    /// From now on requests are received and recorded as unanswered, and never answered; connections stay open.
    public func stall() async {
        await loop.run { () async -> Void in state.withValue { $0.isStalled = true } }
    }

    /// Closes every listener and resets every connection at once, as though the process had been killed. What was
    /// recorded stays, and can be read.
    public func goAway() async {
        await loop.run { () async -> Void in
            for receiver in state.withValue({ $0.receivers }) { await receiver.goAway() }
        }
    }

    /// Takes no more connections, takes and answers what has arrived by now, and returns when every socket is closed:
    /// then nothing more can come. Whoever still waits is told.
    ///
    /// - Parameter limit: what has begun to come and is not complete so much later is cut off.
    @discardableResult
    public func stop(within limit: Duration = .seconds(5)) async -> CollectorSummary {
        await loop.run { () async -> Void in
            let receivers = state.withValue { $0.receivers }
            await withDiscardingTaskGroup { group in
                for receiver in receivers {
                    group.addTask { await receiver.stop(withinNanoseconds: limit.nanosecondsClamped) }
                }
            }
            var datagrams: [DatagramCounters] = []
            for receiver in receivers {
                if let counted = await receiver.datagrams { datagrams.append(counted) }
            }
            let waits = state.withValue { state in
                if !state.receivers.isEmpty { state.closedDatagrams = datagrams }
                state.receivers = []  // they hold the collector, which would live for ever
                state.isStopped = true
                return state.waiters.waits
            }
            for wait in waits { loop.wake(wait, with: .closed) }
        }
        let summary = await summary
        endHelpers()
        return summary
    }
}
