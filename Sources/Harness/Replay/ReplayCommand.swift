import TraceBytes
import TraceConsole
import TraceModel
import TracePlatform
import TraceTransport

/// `harness replay DIR --to URL`: sends recorded requests again, with the same bytes and the same gaps.
enum ReplayCommand {
    static let to = CommandOption.required(
        "to", placeholder: "URL", help: "Where requests go: http://host:4318; datagrams go to the same host.")
    static let speed = CommandOption.number(
        "speed", in: 0...1000, default: 1, help: "Factor on the gaps' pace: 2 is twice as fast, 0 leaves no gaps.")
    static let udpPort = CommandOption.integer(
        "udp-port", placeholder: "PORT", in: 1...65_535, help: "The port for datagrams; the recorded one without it.")
    static let timeout = CommandOption.duration(
        "timeout", in: .milliseconds(1)...(.seconds(3600)), default: .seconds(10), help: "How long an answer may take.")

    static let declaration = CommandDeclaration(
        "replay", summary: "Send recorded requests again.",
        details: """
            Sends what harness record kept: the same methods, targets, header fields and bodies, the same connections and \
            the same gaps between requests, each over the version of HTTP that it came by. Only Host, or :authority, says \
            where they go now.
            """,
        options: [to.declaration, speed.declaration, udpPort.declaration, timeout.declaration],
        positionals: [PositionalDeclaration("PATH", .many, help: "Recordings, or payloads with a .meta.json.")],
        examples: [.init("harness replay run/ --to http://localhost:4318", "to a collector on this machine")],
        statuses: [
            .init(.conforms, "everything was sent, and every answer was a success (2xx, OK of gRPC)"),
            .init(.fails, "an answer was no success, or some request had none"),
            .init(.notJudged, "nothing could be sent, or nobody answered at all"), .init(.interrupted, "Ctrl-C"),
        ])

    static func run(_ arguments: Arguments) async -> CommandStatus {
        do {
            let files = try PayloadFiles(arguments.positionals)
            let url = try HTTPURL(parsing: arguments[to])
            guard url.scheme == .http else {
                throw UsageProblem(
                    description: "--to \(url): there is no TLS here; send to http:// and let a proxy add it")
            }
            var requests: [ReplayedRequest] = []
            for path in files.paths {
                guard let request = ReplayedRequest(try PayloadFiles.read(path, as: nil)) else {
                    throw UsageProblem(
                        description:
                            "\(path): no .meta.json beside it says how it was carried, so it cannot be sent again")
                }
                requests.append(request)
            }
            guard !requests.isEmpty else { throw UsageProblem(description: "name a recording to send again") }
            let account = try await withEventLoop(name: "replay") { loop in
                let replay = Replay(
                    to: url, speed: arguments[speed], udpPort: arguments[udpPort].map { UInt16(clamping: $0) },
                    timeout: arguments[timeout], on: loop)
                return try await replay.send(requests)
            }
            _ = StandardStream.output.write(account.text)
            return account.isNothing ? .notJudged : account.isSuccess ? .conforms : .fails
        } catch is CancellationError {
            return .interrupted
        } catch {
            _ = StandardStream.error.write("harness replay: \(error)\n")
            return .notJudged
        }
    }
}
