import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Takes what is POSTed to `/api/v2/spans`, and answers as the reference server does.
final class ZipkinReceiver: Receiver {
    let address: ReceiverAddress
    private let server: HTTPServer

    static func open(
        label: String, host: String, port: UInt16, for collector: Collector
    ) async throws(CollectorStartError) -> ZipkinReceiver {
        // On the loop, so that no request can come before the address is known.
        try await collector.loop.run { () async throws(CollectorStartError) -> ZipkinReceiver in
            try await listen(label: label, host: host, port: port, for: collector)
        }
    }

    private static func listen(
        label: String, host: String, port: UInt16, for collector: Collector
    ) async throws(CollectorStartError) -> ZipkinReceiver {
        var limits = HTTPServerLimits()
        limits.message.bodyBytes = collector.limits.maxBodyBytes
        let address = Locked<ReceiverAddress?>(nil)
        do throws(NetworkError) {
            let server = try await HTTPServer.start(
                on: collector.loop, host: host, port: port, limits: limits,
                observer: { incident in
                    guard let address = address.withLock({ $0 }) else { return }
                    collector.observe(incident, at: address)
                },
                handler: { request in
                    guard let address = address.withLock({ $0 }) else { return .empty(503) }
                    return await answer(request, at: address, for: collector)
                })
            let receiver = ZipkinReceiver(server, label: label)
            address.withLock { $0 = receiver.address }
            return receiver
        } catch {
            throw CollectorStartError(error)
        }
    }

    private init(_ server: HTTPServer, label: String) {
        self.server = server
        address = ReceiverAddress(
            label: label, form: .zipkin, port: server.port, endpoint: "http://\(server.address)\(ZipkinV2.json.path)")
    }

    func stop(withinNanoseconds nanoseconds: Int64) async { await server.stop(withinNanoseconds: nanoseconds) }

    func goAway() async { await server.abort() }

    private static func answer(
        _ request: HTTPServerRequest, at address: ReceiverAddress, for collector: Collector
    ) async -> HTTPResponse {
        let limits = DecodingLimits(payloadBytes: collector.limits.maxBodyBytes)
        // RFC 9112 section 3.2.2: a server takes the absolute form too; the record keeps the target as it was sent.
        let path = String(request.request.path)
        let answer = await collector.take(Arrival(request, at: address), accepting: .zipkinAccepted) {
            (payload, store) throws(PayloadRefusal) in
            var payload = payload
            payload.target = path
            do throws(ZipkinRefusal) {
                try ZipkinV2.receive(payload, into: &store, limits: limits)
            } catch {
                throw PayloadRefusal(error)
            }
        }
        return HTTPResponse(answer)
    }
}

extension PayloadRefusal {
    fileprivate init(_ refusal: ZipkinRefusal) {
        var offset: Int?
        if case .undecodable(let error) = refusal { offset = error.cause.offset }
        self.init(reason: "\(refusal)", offset: offset, response: .zipkin(refusing: refusal))
    }
}
