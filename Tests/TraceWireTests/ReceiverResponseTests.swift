import Testing
import TraceBytes
import TraceModel
import TraceWire

private func answer(
    _ body: String, method: String = "POST", target: String = "/api/v2/spans", headers: [(String, String)] = []
) -> ReceiverResponse {
    var store = SpanStore()
    let request = ReceivedPayload(
        method: method, target: target, headers: HeaderFields(headers), body: Array(body.utf8))
    do throws(ZipkinRefusal) {
        try ZipkinV2.receive(request, into: &store, limits: DecodingLimits(payloadBytes: 100))
        return .zipkinAccepted
    } catch {
        return .zipkin(refusing: error)
    }
}

/// The reference server's statuses and texts.
@Suite struct ReceiverResponseTests {
    @Test(arguments: ["", "[]", "[ ]", #"[{"traceId":"1","id":"2"}]"#])
    func whatTheServerTakesIsAnsweredWith202AndNothing(body: String) {
        #expect(answer(body).status == 202)
        #expect(answer(body).body.isEmpty)
    }

    @Test(arguments: [
        (" []", "Expected a JSON_V2 encoded list"), ("\u{feff}[]", "Expected a JSON_V2 encoded list"),
        ("{}", "Expected a JSON_V2 encoded list"), ("\u{0c}", "Expected a JSON_V2 encoded list"),
        (#"[{"binaryAnnotations":[]}]"#, "Expected a JSON_V2 encoded list, but received: JSON_V1"),
        (#"[{"id":"1"}]"#, "[0]: a span without traceId at byte 10"),
        (#"[{"traceId":"A","id":"1"}]"#, "[0].traceId: should be lower-hex encoded with no prefix at byte 12"),
    ])
    func whatTheServerRefusesIsAnsweredWith400AndTheReason(body: String, text: String) {
        #expect(answer(body).status == 400)
        #expect(answer(body).bodyText == text)
        #expect(answer(body).headers["content-type"] == "text/plain; charset=utf-8")
    }

    @Test func theQueryIsNoPartOfThePath() {
        #expect(answer("[]", target: "/api/v2/spans?x=1").status == 202)
        #expect(answer("[]", target: "/api/v2/span").status == 404)
        #expect(answer("[]", target: "/api/v2/spans/").status == 404)
    }

    @Test func otherMethodsAreToldWhichIsAllowed() {
        #expect(answer("", method: "GET").status == 405)
        #expect(answer("", method: "GET").headers["allow"] == "POST")
    }

    @Test func aBodyBeyondTheLimitIsTooLarge() {
        #expect(answer("[" + String(repeating: " ", count: 98) + "]").status == 202)
        #expect(answer("[" + String(repeating: " ", count: 99) + "]").status == 413)
    }

    @Test func anUnknownTypeIsReadAsJSON() {
        #expect(answer("[]", headers: [("Content-Type", "text/plain")]).status == 202)
        #expect(answer("[]", headers: [("Content-Type", "application/x-thrift")]).status == 202)
        #expect(answer("[]", headers: [("Content-Type", "Application/X-Protobuf; v=1")]).status == 400)
    }

    @Test func unknownContentCodingsAreToldWhichAreTaken() {
        let refusal = answer("[]", headers: [("Content-Encoding", "br")])
        #expect(refusal.status == 415)
        #expect(refusal.bodyText == "content coding br is not understood, send gzip, deflate, identity")
        #expect(refusal.headers["accept-encoding"] == "gzip, deflate, identity")
        #expect(answer("[]", headers: [("Content-Encoding", "identity")]).status == 202)
    }

    /// Content that is no gzip, and none at all, have the server's one text.
    @Test(arguments: ["[]", ""])
    func whatSaysGzipAndIsNot(body: String) {
        let refusal = answer(body, headers: [("Content-Encoding", "gzip")])
        #expect(refusal.status == 400)
        #expect(refusal.bodyText == "Cannot gunzip spans")
    }
}
