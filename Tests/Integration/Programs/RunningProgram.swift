import TracePlatform
import TraceTestSupport

/// A program while a test watches it: what it writes line by line, and how it ends.
///
/// One task at a time reads from it. A program that the test leaves behind is killed.
final class RunningProgram: Sendable {
    struct Ended: Sendable {
        var status: ChildStatus
        var output: [String] = []
        var error: [String] = []

        var outputText: String { output.joined(separator: "\n") }
        var errorText: String { error.joined(separator: "\n") }
    }

    private let child: ChildProcess
    private let lines: AsyncStream<(ChildStream, String)>
    private let seen: Locked<Ended>

    /// - Parameter program: a product of this package, or a path.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        var variables = Environment.all.filter { ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key) }
        variables.merge(environment) { $1 }
        let path = program.contains("/") ? program : BuiltProducts.path(program)
        child = try ChildProcess(ChildCommand(path, arguments, environment: variables, group: .own))
        let (lines, continuation) = AsyncStream.makeStream(of: (ChildStream, String).self)
        self.lines = lines
        let seen = Locked(Ended(status: .exited(255)))
        self.seen = seen
        try child.drainLines({ stream, line in
            seen.withLock { $0.append(line, of: stream) }
            continuation.yield((stream, line))
        }) { status in
            seen.withLock { $0.status = status }
            continuation.finish()
        }
    }

    deinit { child.killGroup() }

    /// The next line that holds a text, on either stream; nil when the program ended before.
    func line(containing text: String) async -> String? {
        for await (_, line) in lines where line.contains(text) { return line }
        return nil
    }

    /// All that it has written so far.
    var written: Ended { seen.withLock { $0 } }

    func send(_ signal: Signal) { child.send(signal) }

    func closeInput() { child.closeInput() }

    /// Waits for its end.
    func ended() async -> Ended {
        for await _ in lines {}
        return seen.withLock { $0 }
    }

    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Ended {
        try await RunningProgram(program, arguments, environment: environment).ended()
    }
}

extension RunningProgram.Ended {
    fileprivate mutating func append(_ line: String, of stream: ChildStream) {
        switch stream {
        case .output: output.append(line)
        case .error: error.append(line)
        }
    }
}
