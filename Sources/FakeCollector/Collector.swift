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
    private let observer: Observer
    private let openReceivers = Locked<[ReceiverAddress]>([])

    /// Told of every request on the loop, after it was recorded.
    package typealias Observer = @Sendable (RecordedRequest) -> Void

    /// Opens the receivers of the options, each on a free port.
    package static func start(
        on loop: EventLoop, _ options: CollectorOptions = CollectorOptions(), observer: @escaping Observer = { _ in }
    ) async throws(CollectorStartError) -> Collector {
        let collector = Collector(on: loop, options, observer)
        for form in options.receivers { try await collector.open(form) }
        return collector
    }

    private init(on loop: EventLoop, _ options: CollectorOptions, _ observer: @escaping Observer) {
        self.loop = loop
        self.observer = observer
        host = options.host
        limits = options.limits
        state = LoopBound(CollectorState(recording: Recording(limits: options.limits)), on: loop)
    }

    // MARK: Receivers

    /// Opens a receiver, also a further one of a form.
    ///
    /// - Parameters:
    ///   - label: what everything that comes in there is marked with; the form's name when nil.
    ///   - port: 0 takes a free one, which the address tells.
    /// - Throws: when the port is taken or the address is none of this machine's. Receivers opened before stay.
    @discardableResult
    public func open(
        _ form: ReceiverForm, label: String? = nil, port: UInt16 = 0
    ) async throws(CollectorStartError) -> ReceiverAddress {
        let receiver = try await form.open(label: label ?? form.rawValue, host: host, port: port, for: self)
        await loop.run { () async -> Void in state.withValue { $0.receivers.append(receiver) } }
        openReceivers.withLock { $0.append(receiver.address) }
        return receiver.address
    }

    /// Opens a receiver for Zipkin v2 over HTTP.
    @discardableResult
    public func openZipkin(label: String, port: UInt16 = 0) async throws(CollectorStartError) -> ReceiverAddress {
        try await open(.zipkin, label: label, port: port)
    }

    /// Where the receivers listen, or did, in the order in which they were opened.
    public var addresses: [ReceiverAddress] { openReceivers.withLock { $0 } }

    /// Where the receiver of a label listens, or did; nil when none was opened.
    public func address(of label: String) -> ReceiverAddress? { addresses.first { $0.label == label } }

    /// What a Zipkin exporter is configured with, `http://127.0.0.1:40123/api/v2/spans`: the endpoint of the first
    /// receiver of this form. Must not be asked of a collector that was started without one.
    public var zipkinEndpoint: String {
        guard let address = addresses.first(where: { $0.form == .zipkin }) else {
            // A mistake in the test's own options, known before any byte is received: no sender can bring this about.
            preconditionFailure("no Zipkin receiver is open; name .zipkin in CollectorOptions.receivers")
        }
        return address.endpoint
    }

    // MARK: Requests

    /// Judges, stores and records a request, and says what becomes of it. Runs on the loop.
    func take(
        _ arrival: Arrival, accepting response: ReceiverResponse, decode: @escaping Recording.Decode
    ) async -> ReceiverAnswer {
        let step = state.withValue { $0.take(arrival, accepting: response, decode: decode) }
        publish(step)
        // Cancelled when the receiver stops: then the answer need not be late any more.
        if step.delay > .zero { try? await loop.sleep(forNanoseconds: step.delay.nanosecondsClamped) }
        return step.answer
    }

    /// Records what came without being a request. Runs on the loop.
    func record(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) {
        publish(state.withValue { $0.record(arrival, outcome) })
    }

    private func publish(_ step: CollectorState.Step) {
        if let record = step.record { observer(record) }
        for wait in step.satisfied { loop.wake(wait) }
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
            let waits = state.withValue { state in
                state.receivers = []
                state.isStopped = true
                return state.waiters.waits
            }
            for wait in waits { loop.wake(wait, with: .closed) }
        }
        return await summary
    }
}
