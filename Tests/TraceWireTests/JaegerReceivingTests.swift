import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private func answer(
    _ body: [UInt8], method: String = "POST", target: String = "/api/traces",
    type: String? = "application/x-thrift", headers: [(String, String)] = []
) -> ReceiverResponse {
    var store = SpanStore()
    var request = ReceivedPayload(method: method, target: target, headers: HeaderFields(headers), body: body)
    if let type { request.headers.append("Content-Type", type) }
    do throws(JaegerRefusal) {
        try Jaeger.receive(request, into: &store, limits: DecodingLimits(payloadBytes: 1000))
        return .jaegerAccepted
    } catch {
        return .jaeger(refusing: error)
    }
}

/// The collector's statuses and texts.
@Suite struct JaegerReceivingTests {
    private let batch: [UInt8]

    init() throws { batch = try Fixtures.hexBytes("wire/jaeger-http/accept/no-spans.hex") }

    @Test(arguments: [
        "application/x-thrift", "application/vnd.apache.thrift.binary", "Application/X-Thrift; charset=utf-8",
    ])
    func aBatchIsAnsweredWith202AndNothing(type: String) {
        #expect(answer(batch, type: type) == .jaegerAccepted)
        #expect(answer(batch, target: "/api/traces?format=jaeger.thrift", type: type).status == 202)
        #expect(ReceiverResponse.jaegerAccepted.body.isEmpty)
    }

    @Test func otherTypesAreRefused() {
        let other = answer(batch, type: "application/octet-stream")
        #expect(other.status == 400 && other.bodyText == "Unsupported content type: application/octet-stream")
        let none = answer(batch, type: nil)
        #expect(none.status == 400 && none.bodyText == "Cannot parse content type: mime: no media type")
    }

    @Test func whatIsNoBatchIsAnsweredWith400AndTheReason() {
        let empty = answer([])
        #expect(empty.status == 400)
        #expect(empty.bodyText == "Unable to process request body: unexpected end of input at byte 0")
        let bare = answer([0])
        #expect(bare.bodyText == "Unable to process request body: required field process is not set at byte 0")
    }

    @Test func otherMethodsPathsSizesAndEncodingsAreRefused() {
        #expect(answer(batch, method: "GET").status == 405)
        #expect(answer(batch, method: "GET").headers["allow"] == "POST")
        #expect(answer(batch, target: "/api/traces/").status == 404)
        #expect(answer([UInt8](repeating: 0, count: 1001)).status == 413)
        #expect(answer(batch, headers: [("Content-Encoding", "br")]).status == 415)
    }

    @Test func datagramsAreReadByTheEncodingOfTheirPort() throws {
        let compact = try Fixtures.hexBytes("wire/jaeger-compact/accept/worked-packet.hex")
        let binary = try Fixtures.hexBytes("wire/jaeger-binary/accept/worked-packet.hex")
        var store = SpanStore()
        #expect(try Jaeger.receive(datagram: compact, encoding: .compact, into: &store) == 1)
        #expect(try Jaeger.receive(datagram: binary.span.bytes, encoding: .binary, into: &store) == 1)
        #expect(throws: WireError.self) { try Jaeger.receive(datagram: compact, encoding: .binary, into: &store) }
        #expect(throws: WireError.self) { try Jaeger.receive(datagram: binary, encoding: .compact, into: &store) }
        let spans = store.allSpans()
        #expect(spans.count == 2 && spans[0] == spans[1])
    }

    @Test func formatsSayWhatCarriesThem() {
        #expect(Jaeger.compact.carrier == .udp && Jaeger.compact.defaultPort == 6831 && Jaeger.compact.path.isEmpty)
        #expect(Jaeger.binary.carrier == .udp && Jaeger.binary.defaultPort == 6832)
        #expect(Jaeger.http.carrier == .http(path: "/api/traces", contentType: "application/x-thrift"))
        let method = "/jaeger.api_v2.CollectorService/PostSpans"
        #expect(Jaeger.grpc.carrier == .grpc(method: method) && Jaeger.grpc.defaultPort == 14250)
        #expect(Jaeger.grpc.path == method && Jaeger.grpc.contentType == "application/grpc")
        #expect(Set(WireFormat.all.map(\.name)).count == WireFormat.all.count)
    }
}
