import Testing
import TraceBytes
import TracePlatform
import TraceTransport

/// What a hop says at its end of the spans that it has ended.
struct Account: Equatable {
    var ended: Int64?
    var delivered: Int64?
    var dropped: Int64?
    var retries: Int64? = 0
}

/// A hop server that has said that it is ready, and a client for it.
struct RunningHop: Sendable {
    let program: RunningProgram
    let port: UInt16
    let client: HTTPClient

    func get(_ path: String) async throws -> HTTPResponse { try await send(HTTPRequest("GET", path)) }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await client.send(request, to: "127.0.0.1", port: port).response
    }

    /// The next line of its log that holds a text.
    func json(containing text: String) async throws -> JSONValue? {
        try await program.line(containing: text).map { try JSONValue(parsing: Array($0.utf8)) }
    }

    func end(by signal: Signal) async throws -> Account {
        program.send(signal)
        return try await account()
    }

    /// Waits for the end, which must be a good one.
    func account() async throws -> Account {
        let ended = await program.ended()
        #expect(ended.status == .exited(0))
        let line = try #require(ended.error.last { $0.contains("\"exit\"") })
        let value = try JSONValue(parsing: Array(line.utf8))
        return Account(
            ended: value["ended"]?.integer, delivered: value["delivered"]?.integer, dropped: value["dropped"]?.integer,
            retries: value["retries"]?.integer)
    }
}

/// Runs a hop on a free port for the length of `body`.
func withHop(
    _ configuration: String, _ options: [String] = [], option: String = "--configfile",
    environment: [String: String] = [:], _ body: (RunningHop) async throws -> Void
) async throws {
    let scratch = try ScratchFolder()
    let file = try scratch.write("hop.yaml", configuration)
    let program = try RunningProgram(
        "hop-server", [option, file, "--port", "0"] + options, environment: environment)
    let line = try #require(await program.line(containing: "\"ready\""))
    let port = try #require(try JSONValue(parsing: Array(line.utf8))["port"]?.integer)
    try await withEventLoop { loop in
        try await body(
            RunningHop(program: program, port: try #require(UInt16(exactly: port)), client: HTTPClient(on: loop)))
    }
}

/// What a hop server says that cannot start: one line on stderr, and status 2.
func complaint(
    _ configuration: String, _ options: [String] = [], environment: [String: String] = [:]
) async throws -> String {
    let scratch = try ScratchFolder()
    let file = try scratch.write("hop.yaml", configuration)
    let ended = try await RunningProgram.run(
        "hop-server", ["--configfile", file] + options, environment: environment)
    #expect(ended.status == .exited(2))
    #expect(ended.output == [])
    #expect(ended.error.count == 1)
    return ended.errorText
}

/// A port on which nobody listens: it was free a moment ago.
func closedPort() async throws -> UInt16 {
    try await withEventLoop { loop in
        let listener = try await TCPListener.bind(on: loop)
        defer { listener.close() }
        return listener.port
    }
}
