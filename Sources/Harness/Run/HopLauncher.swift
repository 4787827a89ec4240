import HopServer
import TraceBytes
import TracePlatform
import TraceTransport

/// Starts the hops of a chain: each on a copy of its file with the addresses of this run.
struct HopLauncher: Sendable {
    let options: VerifyOptions
    let loop: EventLoop
    /// Holds the copies while the hops read them.
    let folder: String

    /// Where a hop finds its neighbours in this run.
    struct Addresses: Sendable {
        /// The tap behind the hop; nil at the end of the chain.
        var upstreamPort: UInt16?
        var collectorPort: UInt16
    }

    struct Launched: Sendable {
        var process: HopProcess
        var port: UInt16
    }

    func launch(_ hop: ChainFixture.Hop, _ addresses: Addresses) async throws(VerifyError) -> Launched {
        if let command = options.commands[hop.name] { return try await launchForeign(hop, command, addresses) }
        let process = try spawn(hop, ownCommand(hop, config: try writeCopy(hop, port: 0, addresses)))
        if let port = await process.port(by: loop.now() + nanoseconds(options.readySeconds)) {
            return Launched(process: process, port: port)
        }
        throw .setUp(try await failure(of: process))
    }

    /// Ends a process that never served; what it said, unless nobody waits any longer.
    private func failure(of process: HopProcess) async throws(VerifyError) -> String {
        let text = process.failure(withinSeconds: options.readySeconds)
        await process.killAndWait()
        if Task.isCancelled { throw .interrupted }
        return text
    }

    private func spawn(
        _ hop: ChainFixture.Hop, _ command: ChildCommand, isSupervised: Bool = false
    ) throws(VerifyError) -> HopProcess {
        do throws(ProcessError) {
            return try HopProcess(name: hop.name, command: command, isSupervised: isSupervised, on: loop)
        } catch {
            throw .setUp("\(hop.name) cannot be started: \(error)")
        }
    }

    /// The original bytes with only port, upstream and endpoint replaced.
    private func writeCopy(_ hop: ChainFixture.Hop, port: UInt16, _ addresses: Addresses) throws(VerifyError) -> String
    {
        let path = "\(folder)/\(hop.fileName)"
        do {
            let bytes = try HopConfigurationRewriter(hop.file).rewritten(
                port: port, upstream: addresses.upstreamPort.map { "http://127.0.0.1:\($0)" },
                endpoint: "http://127.0.0.1:\(addresses.collectorPort)/api/v2/spans")
            try Files.write(bytes, to: path)
            return path
        } catch {
            throw .setUp("the copy of \(hop.fileName) cannot be written: \(error)")
        }
    }

    private func ownCommand(_ hop: ChainFixture.Hop, config: String) -> ChildCommand {
        var arguments =
            options.hopVerb + ["--configfile", config, "--port", "0", "--exit-with-stdin", "--host-name", hop.name]
        arguments += ["--time-scale", String(options.settings.timeScale)]
        if options.settings.isSeeded { arguments += ["--seed", String(options.settings.seed)] }
        for fault in options.faults[hop.name] ?? [] { arguments += ["--fault", fault] }
        return ChildCommand(options.hopExecutable, arguments, environment: environment(hop), group: .own)
    }

    /// Clean but for what a program needs to run at all: no `OTEL_*` and no proxy of the caller leaks in.
    private func environment(_ hop: ChainFixture.Hop) -> [String: String] {
        var environment = Environment.all.filter {
            ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH"].contains($0.key)
        }
        environment["OTEL_BSP_SCHEDULE_DELAY"] = "10"
        environment["OTEL_BSP_MAX_QUEUE_SIZE"] = String(max(2048, 8 * options.settings.requests))
        return environment
    }

    // MARK: A hop that someone else wrote

    /// `sh -c` under `harness supervise`, on a port that was free a moment ago; three attempts when the command ends,
    /// since somebody may take the port in between.
    private func launchForeign(
        _ hop: ChainFixture.Hop, _ command: String, _ addresses: Addresses
    ) async throws(VerifyError) -> Launched {
        var lastFailure = ""
        for _ in 0..<3 {
            let port = try await freePort()
            let config = try writeCopy(hop, port: port, addresses)
            let line = fill(command, hop, config: config, port: port, addresses)
            var environment = environment(hop)
            environment["OTEL_SERVICE_NAME"] = hop.name
            environment["OTEL_BSP_SCHEDULE_DELAY"] = "300"
            let process = try spawn(
                hop,
                ChildCommand(
                    options.supervisor ?? options.hopExecutable, ["supervise", "--", line], environment: environment,
                    group: .own),
                isSupervised: true)
            let deadline = loop.now() + nanoseconds(options.readySeconds)
            if await waitForForeignPort(port, process, by: deadline) { return Launched(process: process, port: port) }
            let hasDied = process.hasDied
            lastFailure = try await failure(of: process)
            if !hasDied { break }
        }
        throw .setUp("\(lastFailure)\nthe command was: \(command)")
    }

    private func fill(
        _ command: String, _ hop: ChainFixture.Hop, config: String, port: UInt16, _ addresses: Addresses
    ) -> String {
        let values = [
            "{config}": config, "{port}": String(port),
            "{upstream}": addresses.upstreamPort.map { "http://127.0.0.1:\($0)" } ?? "",
            "{collector}": "http://127.0.0.1:\(addresses.collectorPort)/api/v2/spans",
        ]
        return values.reduce(command) { $0.replacing($1.key, with: $1.value) }
    }

    private func freePort() async throws(VerifyError) -> UInt16 {
        do throws(NetworkError) {
            let listener = try await TCPListener.bind(on: loop)
            defer { listener.close() }
            return listener.port
        } catch {
            throw .setUp("no free port: \(error)")
        }
    }

    /// Another program says nothing when it is ready: its port is tried until it answers. The one place, beside the
    /// window of an attached run, where time passes without an event.
    private func waitForForeignPort(_ port: UInt16, _ process: HopProcess, by deadline: MonotonicInstant) async -> Bool
    {
        while loop.now() < deadline, !process.hasDied, !Task.isCancelled {
            if let connection = try? await TCPConnection.connect(
                to: .loopback(port: port), on: loop, deadline: deadline)
            {
                connection.close()
                return true
            }
            try? await loop.sleep(forNanoseconds: 20_000_000)
        }
        return false
    }
}
