import TraceBytes
import TracePlatform
import TracePropagation
import TraceTransport

/// One running hop: its server, its exporter, and the way down.
///
///     start ──▶ serving ──signal, end of stdin──▶ finishing calls ──▶ flushing spans ──▶ account, exit
package struct HopService: Sendable {
    private let handler: HopHandler
    private let server: HTTPServer
    private let exporting: Task<Void, Never>
    package let readyLine: String

    /// Listens, and answers from then on. Must run on the loop.
    package static func start(
        _ options: HopOptions, environment: [String: String], on loop: EventLoop
    ) async throws(HopStartError) -> HopService {
        let configuration = try read(options.configFile)
        let log = HopLog(isDebug: configuration.server.isDebug)
        var complaints: [String] = []
        let settings = ExportSettings(environment: environment, complaints: &complaints)
        let propagators: Propagators
        let hooks: Hooks
        do throws(PropagatorsError) {
            propagators = try Propagators(environment: environment["OTEL_PROPAGATORS"])
        } catch {
            throw HopStartError(error.description)
        }
        do throws(HopFaultError) {
            hooks = try HopFault.hooks(for: options.faults)
        } catch {
            throw HopStartError(error.description)
        }
        for complaint in complaints { log.write("environment", [("problem", .string(complaint))]) }

        let client = HTTPClient(on: loop)
        let tracing = configuration.tracing
        let form = ExportForm.chosen(
            for: tracing.endpoint, configured: tracing.exportForm, environment: environment)
        let places = [ExportPlace(form, to: tracing.endpoint)] + options.furtherExports
        let exports = try await SpanExports(places, settings, client: client, hooks: hooks, log: log)
        let seed = options.seed ?? .random(in: .min ... .max)
        let handlers = Locked<HopHandler?>(nil)
        let server = try await listen(options.host, options.port ?? configuration.server.port, configuration, on: loop)
        { request in
            guard let handler = handlers.withLock({ $0 }) else { return .empty(503) }
            return await handler.answer(request.request)
        }
        let handler = HopHandler(
            configuration, hostName: options.hostName ?? Environment.hostname, port: server.port,
            draw: InjectionDraw(seed: seed, hopName: configuration.server.name), timeScale: options.timeScale,
            propagators: propagators, hooks: hooks, exports: exports, client: client, log: log)
        handlers.withLock { $0 = handler }
        let exporting = Task(executorPreference: loop) { await exports.run() }
        let ready = JSONValue.object([
            JSONMember("ready", .bool(true)), JSONMember("name", .string(configuration.server.name)),
            JSONMember("port", .number(server.port)), JSONMember("seed", .string(String(seed))),
        ])
        return HopService(
            handler: handler, server: server, exporting: exporting,
            readyLine: String(decoding: ready.serialized(), as: UTF8.self))
    }

    private init(handler: HopHandler, server: HTTPServer, exporting: Task<Void, Never>, readyLine: String) {
        self.handler = handler
        self.server = server
        self.exporting = exporting
        self.readyLine = readyLine
    }

    package var port: UInt16 { server.port }

    /// Answers what is under way, exports what waits, and says what became of every span. Must run on the loop.
    ///
    /// - Parameter isAbandoned: nobody waits for an answer any more; calls under way end at once, delays too.
    package func stop(isAbandoned: Bool = false) async -> SpanQueue.Account {
        if isAbandoned { await server.stop(withinNanoseconds: 0) } else { await server.stop() }
        handler.exports.end()
        await exporting.value
        await handler.client.close()
        handler.log.write("exit", handler.exports.report)
        return handler.exports.account
    }

    private static func read(_ path: String) throws(HopStartError) -> HopConfiguration {
        do {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return try HopConfigurationFile(parsing: Files.read(path), fileName: name).configuration
        } catch {
            throw HopStartError("\(error)")
        }
    }

    private static func listen(
        _ host: String, _ port: UInt16, _ configuration: HopConfiguration, on loop: EventLoop,
        _ handler: @escaping HTTPServer.Handler
    ) async throws(HopStartError) -> HTTPServer {
        do throws(NetworkError) {
            return try await HTTPServer.start(on: loop, host: host, port: port, handler: handler)
        } catch {
            throw HopStartError("\(configuration.server.name) cannot listen: \(error); \(remedy(for: error))")
        }
    }

    private static func remedy(for error: NetworkError) -> String {
        error.operation == .resolve
            ? "--host takes an address of this machine: 127.0.0.1, or 0.0.0.0 for all"
            : "stop the program that listens there, or pass --port 0 for a free port"
    }
}
