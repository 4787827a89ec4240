import TracePlatform
import TraceTransport

/// Runs a collector for the length of `body`, on a thread and ports of its own.
///
/// ```swift
/// try await withFakeCollector { collector in
///     exporter.configure(endpoint: collector.zipkinEndpoint)
///     exporter.export(span)
///     let spans = try await collector.spans(atLeast: 1, within: .seconds(5))
///     #expect(spans.first?.name == "get /")
/// }
/// ```
///
/// - Throws: ``CollectorStartError`` when it cannot listen, and whatever `body` throws. The collector is stopped either way;
///   what is not answered then is cut off.
public func withFakeCollector<Result>(
    _ options: CollectorOptions = CollectorOptions(), isolation: isolated (any Actor)? = #isolation,
    _ body: (Collector) async throws -> Result
) async throws -> Result {
    let loop: EventLoop
    do throws(NetworkError) {
        loop = try EventLoop.start(name: "collector")
    } catch {
        throw CollectorStartError(error)
    }
    defer { loop.shutdown() }
    let collector = try await Collector.start(on: loop, options)
    do {
        let result = try await body(collector)
        await collector.stop(within: .zero)
        return result
    } catch {
        await collector.stop(within: .zero)
        throw error
    }
}

/// Runs a collector for the forms named, each on a free port, for the length of `body`.
///
/// ```swift
/// try await withFakeCollector(.otlp, .jaegerCompact) { collector in
///     exporter.configure(endpoint: collector.endpoint(of: .otlp))
///     …
/// }
/// ```
public func withFakeCollector<Result>(
    _ first: ReceiverForm, _ others: ReceiverForm..., isolation: isolated (any Actor)? = #isolation,
    _ body: (Collector) async throws -> Result
) async throws -> Result {
    try await withFakeCollector(CollectorOptions(receivers: [first] + others), isolation: isolation, body)
}
