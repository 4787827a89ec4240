import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Takes requests over HTTP/1.1 and HTTP/2 on one port, in whatever form: the form decodes and finds the words, the rest is
/// the same.
final class HTTPReceiver: Receiver {
    let address: ReceiverAddress
    private let server: HTTPServer

    /// - Parameter path: of the endpoint that exporters are told; the form decides what it takes where.
    static func open(
        _ place: ReceiverPlace, path: String, as wire: WireForm, for collector: Collector
    ) async throws(CollectorStartError) -> HTTPReceiver {
        // On the loop, so that no request can come before the address is known.
        try await collector.loop.run { () async throws(CollectorStartError) -> HTTPReceiver in
            try await listen(place, path: path, as: wire, for: collector)
        }
    }

    private static func listen(
        _ place: ReceiverPlace, path: String, as wire: WireForm, for collector: Collector
    ) async throws(CollectorStartError) -> HTTPReceiver {
        var limits = HTTPServerLimits()
        limits.message.bodyBytes = collector.limits.maxBodyBytes
        var http2 = HTTP2Limits()
        http2.bodyBytes = collector.limits.maxBodyBytes
        let address = Locked<ReceiverAddress?>(nil)
        do throws(NetworkError) {
            let server = try await HTTPServer.start(
                on: collector.loop, host: place.host, port: place.port, limits: limits, http2: http2,
                budget: collector.budget,
                overloaded: { head in
                    let payload = ReceivedPayload(
                        method: head.method, target: head.target, headers: head.headers, body: [],
                        http2Fields: head.version == .http2 ? HeaderFields() : nil)
                    return HTTPResponse(wire.overloaded(payload, "too much content is on its way here"))
                },
                tooLarge: { head, excess in GRPCReception.tooLarge(head, excess, collector) },
                observer: { incident in
                    guard let address = address.withLock({ $0 }) else { return }
                    collector.observe(incident, at: address)
                },
                immediately: { request in
                    guard let address = address.withLock({ $0 }) else { return nil }
                    if let health = wire.grpc?.health(request.request) { return health }
                    return collector.takeAtOnce(Arrival(request, at: address), as: wire).map { HTTPResponse($0) }
                },
                handler: { request in
                    guard let address = address.withLock({ $0 }) else { return .empty(503) }
                    return HTTPResponse(await collector.take(Arrival(request, at: address), as: wire))
                })
            let receiver = HTTPReceiver(server, place, path: path)
            address.withLock { $0 = receiver.address }
            return receiver
        } catch {
            throw CollectorStartError(error, place)
        }
    }

    private init(_ server: HTTPServer, _ place: ReceiverPlace, path: String) {
        self.server = server
        address = ReceiverAddress(
            label: place.label, form: place.form, port: server.port, endpoint: "http://\(server.address)\(path)",
            host: server.address.hostDescription)
    }

    var datagrams: DatagramCounters? { nil }

    func stop(withinNanoseconds nanoseconds: Int64) async { await server.stop(withinNanoseconds: nanoseconds) }

    func goAway() async { await server.abort() }
}
