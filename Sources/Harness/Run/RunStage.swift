import HopServer
import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport

/// Everything that stands while a run is played: taps, collector, hops, and the folders that other programs read.
final class RunStage: Sendable {
    let topology: ChainTopology
    let log: TapLog
    let collector: RunCollector
    let fixture: ChainFixture
    private let options: VerifyOptions
    let loop: EventLoop
    private let taps: [Tap]
    private let folders: Locked<[HopFolder]> = Locked([])
    let processes: Locked<[HopProcess]> = Locked([])
    private let tasks: Locked<[Task<Void, Never>]> = Locked([])
    let arrivals: Locked<SpanArrivals>

    static func open(_ fixture: ChainFixture, _ options: VerifyOptions, on loop: EventLoop) async throws(VerifyError)
        -> RunStage
    {
        try options.check(against: fixture)
        do {
            return try await open(fixture, options, names: fixture.hops.map(\.name), on: loop)
        } catch {
            throw .setUp("\(error)")
        }
    }

    private static func open(
        _ fixture: ChainFixture, _ options: VerifyOptions, names: [String], on loop: EventLoop
    ) async throws -> RunStage {
        let log = TapLog(edges: names.count)
        var taps: [Tap] = []
        for edge in names.indices { taps.append(try await Tap.open(edge: edge, log: log, on: loop)) }
        let collector = try await RunCollector.open(
            names.map { options.exportForms(of: $0) }, on: loop)
        return RunStage(fixture, options, loop, log: log, taps: taps, collector: collector)
    }

    private init(
        _ fixture: ChainFixture, _ options: VerifyOptions, _ loop: EventLoop, log: TapLog, taps: [Tap],
        collector: RunCollector
    ) {
        self.fixture = fixture
        self.options = options
        self.loop = loop
        self.log = log
        self.taps = taps
        self.collector = collector
        arrivals = Locked(SpanArrivals(hops: fixture.hops.count))
        topology = ChainTopology(fixture, commands: options.commands)
        tasks.withLock { tasks in
            tasks = taps.map { tap in Task(executorPreference: loop) { await tap.run() } }
        }
    }

    var entryPort: UInt16 { taps[0].port }
    var logs: [[String]] { processes.withLock { $0 }.map(\.log) }

    /// All hops at once; the first that fails is named.
    func startHops() async throws(VerifyError) {
        let launcher = HopLauncher(options: options, loop: loop)
        let starts = await withTaskGroup(of: HopStart.self) { group in
            for (index, hop) in fixture.hops.enumerated() {
                let addresses = HopLauncher.Addresses(
                    upstreamPort: index + 1 < taps.count ? taps[index + 1].port : nil,
                    exports: collector.places[index])
                group.addTask { await HopStart(of: index, by: launcher, hop, addresses) }
            }
            var starts: [HopStart] = []
            for await start in group { starts.append(start) }
            return starts.sorted { $0.index < $1.index }
        }
        processes.withLock { $0 = starts.compactMap { $0.launched?.process } }
        folders.withLock { $0 = starts.compactMap { $0.launched?.folder } }
        try Self.check(starts)
        for (tap, start) in zip(taps, starts) {
            if let port = start.launched?.port { tap.connect(to: .loopback(port: port)) }
        }
    }

    /// All that went wrong at once, so that nobody mends one hop only to hear of the next.
    private static func check(_ starts: [HopStart]) throws(VerifyError) {
        if Task.isCancelled { throw .interrupted }
        let failures = starts.compactMap(\.failure)
        if !failures.isEmpty { throw .setUp(failures.map(\.description).joined(separator: "\n")) }
    }

    /// What every delay on the way may add up to, scaled, in nanoseconds.
    var scaledDelays: Int64 {
        nanoseconds(topology.hops.compactMap { $0.delay?.toSeconds }.reduce(0, +) * options.settings.timeScale)
    }

    /// Nanoseconds that a request may take: every delay on the way and five seconds.
    var requestDeadline: Int64 { scaledDelays + 5_000_000_000 }

    /// Whether any hop of ours would delay or fail a request with these ids.
    func isStruck(traceID: TraceID) -> Bool {
        topology.hops.contains { hop in
            let plan = InjectionSettings(delay: hop.delay, error: hop.error, timeScale: options.settings.timeScale)
                .plan(traceID: traceID, draw: InjectionDraw(seed: options.settings.seed, hopName: hop.name))
            return plan.delay?.strikes == true || plan.error?.strikes == true
        }
    }

    /// Asks every hop to end and waits until all have.
    func endHops() async -> [HopEnd] {
        let processes = processes.withLock { $0 }
        for process in processes { process.askToEnd() }
        let deadline = loop.now() + nanoseconds(options.exitSeconds)
        // Asked at the same time above, so that waiting for one after the other costs no more than for the slowest.
        var ends: [HopEnd] = []
        for process in processes { ends.append(await process.end(by: deadline)) }
        return ends
    }

    /// Every socket is drained and closed: nothing more can arrive.
    func close() async {
        for tap in taps { tap.close() }
        for task in tasks.withLock({ $0 }) {
            task.cancel()
            await task.value
        }
        await collector.close()
        for folder in folders.withLock({ $0 }) { folder.remove() }
    }

    /// At once, without flushing anything.
    func tearDown() async {
        let processes = processes.withLock { $0 }
        for process in processes { process.kill() }
        for process in processes { await process.killAndWait() }
        await close()
    }
}

/// What became of the start of one hop.
private struct HopStart: Sendable {
    let index: Int
    private(set) var launched: HopLauncher.Launched?
    private(set) var failure: VerifyError?

    init(
        of index: Int, by launcher: HopLauncher, _ hop: ChainFixture.Hop, _ addresses: HopLauncher.Addresses
    ) async {
        self.index = index
        do throws(VerifyError) {
            launched = try await launcher.launch(hop, addresses)
        } catch {
            failure = error
        }
    }
}

extension ChainTopology {
    init(_ fixture: ChainFixture, commands: [String: String]) {
        self.init(
            hops: fixture.hops.map { hop in
                let traffic = hop.configuration.traffic
                return ChainHop(
                    name: hop.name, delay: traffic.delay?.isEnabled == true ? traffic.delay : nil,
                    error: traffic.error?.isEnabled == true ? traffic.error : nil, tags: hop.configuration.tracing.tags,
                    isForeign: commands[hop.name] != nil)
            })
    }
}
