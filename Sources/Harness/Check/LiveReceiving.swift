import FakeCollector
import TraceConsole
import TracePlatform
import TraceTransport

/// A collector of every form for as long as somebody wants it.
struct LiveReceiving {
    private let ports: ReceiverPorts
    private let loop: EventLoop

    init(_ ports: [String], on loop: EventLoop) throws {
        self.ports = try ReceiverPorts(ports, forms: ReceiverForm.allCases)
        self.loop = loop
    }

    /// Takes what comes until the time is over or the task is cancelled, then what is under way.
    func run(for duration: Duration?, take: @escaping @Sendable (RecordedRequest) -> Void) async throws {
        // Requests are judged as they come, so that the oldest may go.
        let limits = CollectorLimits(maxBytes: 256 << 20, evictsOldest: true)
        let collector = try await Collector.start(on: loop, CollectorOptions(receivers: [], limits: limits)) {
            take($0)
        }
        do {
            for form in ports.forms {
                let address = try await collector.open(form, port: ports.port(of: form))
                _ = StandardStream.error.write("\(form.rawValue): \(address.endpoint)\n")
            }
        } catch {
            await collector.stop(within: .zero)
            throw error
        }
        _ = StandardStream.error.write("judging what arrives\(duration == nil ? ", until Ctrl-C" : "")\n")
        await loop.run { () async -> Void in
            // Ctrl-C ends the receiving, not the judging.
            try? await loop.sleep(forNanoseconds: duration?.nanosecondsClamped ?? .max)
        }
        await collector.stop(within: .seconds(1))
    }
}
