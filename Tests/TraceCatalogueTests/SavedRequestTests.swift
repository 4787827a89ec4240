import Testing
import TraceBytes
import TraceCatalogue
import TraceWire

/// The description beside a recorded payload.
@Suite struct SavedRequestTests {
    @Test func whatIsWrittenIsReadAgain() throws {
        let request = ReceivedPayload(
            method: "PUT", target: "/v1/traces?x=1",
            headers: HeaderFields([("Content-Type", "application/json"), ("A", "")]),
            body: [], arrival: 1_700_000_000_123_456_789, connection: 3)
        let saved = SavedRequest(request, port: 4318, format: OTLP.json)
        #expect(try SavedRequest(parsing: saved.json) == saved)
    }

    @Test func aDatagramHasThePortToWhichItWasSent() throws {
        let saved = SavedRequest(
            ReceivedPayload(method: "", target: "", body: [], arrival: 7), port: 6831, format: Jaeger.compact)
        let text = String(decoding: saved.json, as: UTF8.self)
        #expect(text.contains("\"transport\": \"udp\""))
        #expect(text.contains("\"udpPort\": 6831"))
        #expect(try SavedRequest(parsing: saved.json) == saved)
    }

    @Test func whatIsNotSaidHasADefault() throws {
        let saved = try SavedRequest(parsing: Array(#"{"path": "/v1/traces", "sha256": "00"}"#.utf8))
        #expect(saved.request == ReceivedPayload(method: "POST", target: "/v1/traces", body: [], connection: -1))
        #expect(saved.port == nil)
        #expect(saved.format == nil)
    }

    @Test func aMessageOfGRPCHasNoCarrierAndIsToldByItsProtocol() throws {
        let otlp = try SavedRequest(parsing: Array(#"{"transport": "grpc", "protocol": "otlp"}"#.utf8))
        #expect(otlp.isMessageOfGRPC)
        // The body of a POST is the same message.
        #expect(otlp.format == OTLP.protobuf)
        let jaeger = try SavedRequest(parsing: Array(#"{"transport": "grpc", "protocol": "jaeger"}"#.utf8))
        #expect(jaeger.isMessageOfGRPC)
        #expect(jaeger.format == Jaeger.grpc)
        let other = try SavedRequest(parsing: Array(#"{"transport": "grpc", "protocol": "skywalking"}"#.utf8))
        #expect(other.isMessageOfGRPC)
        #expect(other.format == nil)
    }

    @Test(arguments: [
        ("[]", "expected an object"), ("{", "not JSON"), ("{}", "path: expected a text"),
        (#"{"path": "/", "headers": [["a"]]}"#, "headers: expected pairs of a name and a value"),
    ])
    func whatIsNoDescriptionIsRefusedWithAReason(text: String, reason: String) {
        #expect { try SavedRequest(parsing: Array(text.utf8)) } throws: { "\($0)".hasPrefix(reason) }
    }

    @Test(
        arguments: [
            ("003.bin", nil, true), ("span.zipkin-v2.json", "zipkin-v2", true),
            ("a.otlp-protobuf.hex", "otlp-protobuf", true),
            ("a.pb", nil, true), ("a.thrift", nil, true), ("x.y.json", nil, true), ("003.meta.json", nil, false),
            ("expected.json", nil, false), ("README.md", nil, false), ("bin", nil, false),
        ] as [(String, String?, Bool)])
    func theNameOfAFileTellsWhatIsInIt(name: String, format: String?, isPayload: Bool) {
        let file = PayloadFileName(name)
        #expect((file != nil) == isPayload)
        #expect(file?.format?.name == format)
    }

    @Test func hexadecimalDigitsAreReadBetweenCommentsAndSpaces() throws {
        let file = try #require(PayloadFileName("a.hex"))
        #expect(file.payload(of: Array("# first\n0a 0B\r\n\n# and\n ff\n".utf8)) == [0x0a, 0x0b, 0xff])
        #expect(file.payload(of: Array("0a 0".utf8)) == nil)
        #expect(file.payload(of: Array("0g".utf8)) == nil)
    }
}
