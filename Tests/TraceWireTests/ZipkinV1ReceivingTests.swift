import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private func answer(
    _ body: [UInt8], method: String = "POST", target: String = "/api/v1/spans", type: String? = nil
) -> ReceiverResponse {
    var store = SpanStore()
    var request = ReceivedPayload(method: method, target: target, body: body)
    if let type { request.headers.append("Content-Type", type) }
    do throws(ZipkinRefusal) {
        try Zipkin.receive(request, into: &store, limits: DecodingLimits(payloadBytes: 1000))
        return .zipkinAccepted
    } catch {
        return .zipkin(refusing: error)
    }
}

/// Both versions on one port, answered as the reference server answers.
@Suite struct ZipkinV1ReceivingTests {
    private static let version1 = #"[{"traceId":"1","id":"2","binaryAnnotations":[]}]"#
    private static let version2 = #"[{"traceId":"1","id":"2","tags":{"a":"b"}}]"#

    @Test(arguments: [
        ("", "/api/v1/spans"), ("[]", "/api/v1/spans"), (version1, "/api/v1/spans"), ("[]", "/api/v1/spans?x=1"),
        ("[]", "/api/v2/spans"), (version2, "/api/v2/spans"),
    ])
    func thePathSaysTheVersion(body: String, target: String) {
        #expect(answer(Array(body.utf8), target: target) == .zipkinAccepted)
    }

    @Test(arguments: [
        (version2, "/api/v1/spans", "Expected a JSON_V1 encoded list, but received: JSON_V2"),
        (
            #"[{"traceId":"1","id":"2","localEndpoint":{}}]"#, "/api/v1/spans",
            "Expected a JSON_V1 encoded list, but received: JSON_V2"
        ),
        (version1, "/api/v2/spans", "Expected a JSON_V2 encoded list, but received: JSON_V1"),
        (" []", "/api/v1/spans", "Expected a JSON_V1 encoded list"),
        ("{}", "/api/v1/spans", "Expected a JSON_V1 encoded list"),
        (#"[{"traceId":"1"}]"#, "/api/v1/spans", "[0]: a span without id at byte 15"),
    ])
    func theOtherVersionIsNamed(body: String, target: String, text: String) {
        let answer = answer(Array(body.utf8), target: target)
        #expect(answer.status == 400)
        #expect(answer.bodyText == text)
    }

    @Test func theTypeSelectsThriftAndNothingElse() throws {
        let list = try Fixtures.hexBytes("wire/zipkin-v1-thrift/accept/worked-example.hex")
        #expect(answer(list, type: "application/x-thrift") == .zipkinAccepted)
        #expect(answer([], type: "application/x-thrift") == .zipkinAccepted)
        #expect(answer(list).bodyText == "Expected a JSON_V1 encoded list")
        #expect(answer(Array("[]".utf8), type: "application/x-thrift").bodyText == "Expected a THRIFT encoded list")
        #expect(answer(Array("[]".utf8), type: "application/x-protobuf") == .zipkinAccepted)
    }

    @Test func otherMethodsPathsAndSizesAreRefused() {
        #expect(answer([], method: "GET").status == 405)
        #expect(answer([], target: "/api/v3/spans").status == 404)
        #expect(answer([UInt8](repeating: 0x20, count: 1001)).status == 413)
    }

    @Test func datagramsAreMessages() throws {
        let datagram = try Fixtures.hexBytes("wire/zipkin-v1-udp/accept/worked-example.hex")
        var store = SpanStore()
        #expect(try ZipkinV1.receive(datagram: datagram, into: &store) == 1)
        #expect(ZipkinV1.udp.carrier == .udp && ZipkinV1.udp.defaultPort == 5775)
    }
}
