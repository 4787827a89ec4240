import HopServer
import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// One run of a chain: starts everything, sends the traffic of every phase, waits until the evidence is complete, ends
/// everything, and gives the evidence.
///
///     taps and collector bind ──▶ hops start ──▶ main ──▶ denied ──▶ contextless ──▶ stalled ──▶ gone
///         ──▶ hops flush and exit ──▶ sockets drained ──▶ evidence
///
/// Must run on the loop. Whatever happens, no child and no file of the run is left behind.
package struct VerifyRun: Sendable {
    let fixture: ChainFixture
    let options: VerifyOptions
    let loop: EventLoop
    let observer: RunObserver

    package init(
        _ fixture: ChainFixture, options: VerifyOptions, on loop: EventLoop, observer: RunObserver = RunObserver()
    ) {
        self.fixture = fixture
        self.options = options
        self.loop = loop
        self.observer = observer
    }

    package func evidence() async throws(VerifyError) -> RunMaterial {
        let stage = try await RunStage.open(fixture, options, on: loop)
        do throws(VerifyError) {
            return try await play(on: stage)
        } catch {
            await stage.tearDown()
            throw error
        }
    }

    private func play(on stage: RunStage) async throws(VerifyError) -> RunMaterial {
        let spawning = loop.now()
        try await stage.startHops()
        observer.note(.hopsReady)
        let heartbeat = Heartbeat()
        let beating = Task(executorPreference: loop) { await heartbeat.run(on: loop) }
        defer { beating.cancel() }

        let sending = loop.now()
        let started = ClockStamp.now()
        let requests = try await sendEverything(stage)
        let ending = loop.now()
        observer.note(.ending)
        var hopEnds = await stage.endHops()
        guard !Task.isCancelled else { throw .interrupted }
        await stage.close()
        let ended = ClockStamp.now()
        let received = await stage.collector.received()
        for (hop, lost) in await stage.collector.lostDatagrams().enumerated() { hopEnds[hop].lostDatagrams = lost }
        let evidence = RunEvidence(
            settings: options.settings, chain: stage.topology, requests: requests, exchanges: stage.log.exchanges,
            exports: received.exports, hopEnds: hopEnds, lags: heartbeat.measured, started: started.wall,
            ended: ended.wall)
        return RunMaterial(
            evidence: evidence, payloads: received.payloads, carriers: received.carriers, logs: stage.logs,
            spawnNanoseconds: sending - spawning, trafficNanoseconds: ending - sending,
            endNanoseconds: loop.now() - ending)
    }

    private func sendEverything(_ stage: RunStage) async throws(VerifyError) -> [SentRequest] {
        var factory = RequestFactory(options.settings)
        let client = HTTPClient(on: loop)
        defer { Task(executorPreference: loop) { await client.close() } }
        let traffic = Traffic(loop: loop, client: client, port: stage.entryPort, deadline: stage.requestDeadline)

        let main = (0..<options.settings.requests).map { _ in factory.draft(.main, host: traffic.host) }
        var sent = await traffic.send(
            main, concurrency: options.settings.concurrency, perSecond: options.requestsPerSecond,
            progress: { observer.answered() })
        try checkpoint()
        await waitForSpans(stage)

        for phase in [RunPhase.denied, .contextless] where phase == .contextless || !options.settings.contexts.isEmpty {
            for _ in 0..<options.settings.probes {
                sent.append(await traffic.send(factory.draft(phase, host: traffic.host)))
                try checkpoint()
                // What is exported until the next request is this one's.
                if phase == .contextless { await waitForSpans(stage) }
            }
        }
        if options.settings.testsIndependence {
            await stage.collector.stall()
            sent += await sendUndelayed(.stalled, stage, traffic, &factory)
            await stage.collector.goAway()
            sent += await sendUndelayed(.gone, stage, traffic, &factory)
        }
        try checkpoint()
        return sent
    }

    /// A few requests that no injection of ours strikes, so that any delay is the collector's doing.
    private func sendUndelayed(
        _ phase: RunPhase, _ stage: RunStage, _ traffic: Traffic, _ factory: inout RequestFactory
    ) async -> [SentRequest] {
        let drafts = (0..<4).map { _ in
            factory.draft(phase, host: traffic.host) { !stage.isStruck(traceID: $0) }
        }
        let patient = Traffic(
            loop: loop, client: traffic.client, port: traffic.port,
            deadline: min(traffic.deadline, stage.scaledDelays + 3_000_000_000))
        return await patient.send(drafts, concurrency: drafts.count)
    }

    /// Until every hop has sent spans of as many traces as calls reached it, or the time is over, which is said.
    private func waitForSpans(_ stage: RunStage) async {
        let deadline = loop.now() + nanoseconds(options.waitSeconds)
        if let missing = await stage.waitForSpans(by: deadline) { observer.note(.spansMissing(missing)) }
    }

    private func checkpoint() throws(VerifyError) {
        if Task.isCancelled { throw .interrupted }
    }
}

/// What a run leaves behind: the evidence, the raw bytes under it, and where the time went.
package struct RunMaterial: Sendable {
    package var evidence: RunEvidence
    /// By export number.
    package var payloads: [Int: [UInt8]]
    /// By export number, the request or datagram as it came; of a kept run empty.
    package var carriers: [Int: ReceivedPayload] = [:]
    /// The lines of each hop, in the order of the chain.
    package var logs: [[String]]
    package var spawnNanoseconds: Int64 = 0
    package var trafficNanoseconds: Int64 = 0
    package var endNanoseconds: Int64 = 0
}
