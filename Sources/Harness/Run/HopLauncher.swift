import HopServer
import TraceBytes
import TracePlatform
import TraceTransport

/// Starts the hops of a chain: each on a copy of its file with the addresses of this run.
struct HopLauncher: Sendable {
    let options: VerifyOptions
    let loop: EventLoop

    /// Where a hop finds its neighbours in this run.
    struct Addresses: Sendable {
        /// The tap behind the hop; nil at the end of the chain.
        var upstreamPort: UInt16?
        /// Where its spans go, by form; the first is the one that is judged.
        var exports: [ExportPlace]

        var upstream: String? { upstreamPort.map { "http://127.0.0.1:\($0)" } }
        var endpoint: String { exports[0].endpoint.description }
    }

    struct Launched: Sendable {
        var process: HopProcess
        var port: UInt16
        /// What another program may still read; nil for a hop of ours.
        var folder: HopFolder?
    }

    func launch(_ hop: ChainFixture.Hop, _ addresses: Addresses) async throws(VerifyError) -> Launched {
        if let command = options.commands[hop.name] { return try await launchForeign(hop, command, addresses) }
        let folder = try HopFolder(hop, port: 0, addresses)
        // When it is ready, it has read its file.
        defer { folder.remove() }
        let process = try spawn(hop, ownCommand(hop, config: folder.file, addresses))
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

    private func ownCommand(_ hop: ChainFixture.Hop, config: String, _ addresses: Addresses) -> ChildCommand {
        var arguments =
            options.hopVerb + ["--configfile", config, "--port", "0", "--exit-with-stdin", "--host-name", hop.name]
        arguments += ["--time-scale", String(options.settings.timeScale)]
        if options.settings.isSeeded { arguments += ["--seed", String(options.settings.seed)] }
        for place in addresses.exports.dropFirst() {
            arguments += ["--also-export", "\(place.form.rawValue)=\(place.endpoint)"]
        }
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
            let folder = try HopFolder(hop, port: port, addresses)
            let line = fill(command, config: folder.file, port: port, addresses)
            let process: HopProcess
            do throws(VerifyError) {
                process = try spawn(hop, supervised(line, hop, folder), isSupervised: true)
            } catch {
                folder.remove()
                throw error
            }
            let deadline = loop.now() + nanoseconds(options.readySeconds)
            if await waitForForeignPort(port, process, by: deadline) {
                return Launched(process: process, port: port, folder: folder)
            }
            let hasDied = process.hasDied
            // Returns, or throws, when it has ended.
            defer { folder.remove() }
            lastFailure = try await failure(of: process)
            if !hasDied { break }
        }
        throw .setUp("\(lastFailure)\nthe command was: \(command)")
    }

    private func supervised(_ line: String, _ hop: ChainFixture.Hop, _ folder: HopFolder) -> ChildCommand {
        var environment = environment(hop)
        environment["OTEL_SERVICE_NAME"] = hop.name
        environment["OTEL_BSP_SCHEDULE_DELAY"] = "300"
        return ChildCommand(
            options.supervisor ?? options.hopExecutable, SuperviseCommand.words(line, removing: folder),
            environment: environment, group: .own)
    }

    private func fill(_ command: String, config: String, port: UInt16, _ addresses: Addresses) -> String {
        let values = [
            "{config}": config, "{port}": String(port), "{upstream}": addresses.upstream ?? "",
            "{collector}": addresses.endpoint,
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
