import Testing
import TraceBytes
import TraceModel
import TraceWire

private let protobufType = ("Content-Type", "application/x-protobuf")
private let jsonType = ("Content-Type", "application/json")

private func answer(
    _ body: [UInt8], method: String = "POST", target: String = "/v1/traces", headers: [(String, String)],
    limit: Int = 200
) -> ReceiverResponse {
    var store = SpanStore()
    let request = ReceivedPayload(method: method, target: target, headers: HeaderFields(headers), body: body)
    do throws(OTLPRefusal) {
        try OTLP.receive(request, into: &store, limits: DecodingLimits(payloadBytes: limit))
        return .otlpAccepted(OTLP.format(of: request) ?? OTLP.json)
    } catch {
        return .otlp(refusing: error)
    }
}

/// The statuses and bodies of OTLP/HTTP, and the Collector's where the specification has none.
@Suite struct OTLPReceivingTests {
    @Test(arguments: [
        "{}", #"{"resourceSpans":[]}"#,
        #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}]}]}]}"#,
    ])
    func jsonThatIsTakenIsAnsweredWith200AndAnEmptyObject(body: String) {
        let answer = answer(Array(body.utf8), headers: [("content-type", "Application/JSON; charset=utf-8")])
        #expect(answer.status == 200)
        #expect(answer.bodyText == "{}")
        #expect(answer.headers == ["content-type": "application/json"])
    }

    @Test func protobufThatIsTakenIsAnsweredWith200AndNoBytes() {
        // An empty request is a success too (OTLP/HTTP, Request).
        for body in [[], [0x0a, 0x00]] as [[UInt8]] {
            let answer = answer(body, headers: [protobufType])
            #expect(answer.status == 200)
            #expect(answer.body == [])
            #expect(answer.headers == ["content-type": "application/x-protobuf"])
        }
    }

    /// `google.rpc.Status` with INVALID_ARGUMENT, in the encoding of the request.
    @Test func badDataIsAnsweredWith400AndAStatus() {
        let json = answer(Array("[]".utf8), headers: [jsonType])
        #expect(json.status == 400)
        #expect(json.bodyText == #"{"code":3,"message":"found '[', expected '{' at byte 0"}"#)
        #expect(json.headers == ["content-type": "application/json"])
        let protobuf = answer([0x00], headers: [protobufType])
        #expect(protobuf.status == 400)
        #expect(protobuf.body == [0x08, 0x03, 0x12, 39] + Array("field number 0 is not allowed at byte 0".utf8))
        #expect(protobuf.headers == ["content-type": "application/x-protobuf"])
    }

    @Test func aBodyBeyondTheLimitIsAnsweredWith413AndAStatus() {
        let json = answer(Array(repeating: 0x20, count: 201), headers: [jsonType])
        #expect(json.status == 413)
        #expect(json.bodyText == #"{"code":8,"message":"size exceeds the limit of 200"}"#)
        #expect(answer(Array(repeating: 0x20, count: 201), headers: [protobufType]).status == 413)
    }

    @Test(arguments: [[], [("Content-Type", "text/plain")], [("Content-Type", "application/protobuf")]])
    func otherTypesAreAnsweredWith415InPlainText(headers: [(String, String)]) {
        let answer = answer([], headers: headers)
        #expect(answer.status == 415)
        #expect(
            answer.bodyText == "415 unsupported media type, supported: [application/json, application/x-protobuf]")
        #expect(answer.headers == ["content-type": "text/plain; charset=utf-8"])
    }

    @Test(arguments: ["GET", "PUT", "OPTIONS"])
    func otherMethodsAreAnsweredWith405InPlainText(method: String) {
        let answer = answer([], method: method, headers: [jsonType])
        #expect(answer.status == 405)
        #expect(answer.bodyText == "405 method not allowed, supported: [POST]")
        #expect(answer.headers["allow"] == "POST")
    }

    @Test(arguments: ["/v1/traces/", "/v1/trace", "/", "//v1/traces"])
    func otherPathsAreNotThere(target: String) {
        #expect(answer([], target: target, headers: [jsonType]).status == 404)
        #expect(answer(Array("{}".utf8), target: "/v1/traces?x=1", headers: [jsonType]).status == 200)
    }

    /// The Collector answers 400 to codings that it does not know and to bytes that are not what they say.
    @Test(arguments: [("br", "{}"), ("gzip", "{}")])
    func unreadableContentIsAnsweredWith400AndAStatus(coding: String, body: String) {
        let answer = answer(Array(body.utf8), headers: [jsonType, ("Content-Encoding", coding)])
        #expect(answer.status == 400)
        #expect(answer.bodyText.hasPrefix(#"{"code":3,"message":""#))
        #expect(answer.headers["content-type"] == "application/json")
    }

    @Test func fullReceiversAskForAnotherAttempt() {
        let answer = ReceiverResponse.otlpOverloaded("busy", OTLP.protobuf)
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "1")
        #expect(answer.body == [0x08, 0x0e, 0x12, 0x04, 0x62, 0x75, 0x73, 0x79])
    }
}
