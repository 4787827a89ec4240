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

    @Test func aRequestOverHTTP2HasAllItsFieldsInTheirOrder() throws {
        let fields = HeaderFields([
            (":path", "/a.B/C"), (":authority", "collector:4317"), (":method", "POST"), (":scheme", "http"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ])
        let saved = SavedRequest(ReceivedPayload(http2: fields, body: [], arrival: 7, connection: 2), port: 4317)
        let text = String(decoding: saved.json, as: UTF8.self)
        #expect(text.contains("\"transport\": \"http2\""))
        #expect(!text.contains("\"path\": "))
        let read = try SavedRequest(parsing: saved.json)
        #expect(read == saved)
        #expect(read.request.http2Fields == fields)
        #expect(read.request.method == "POST")
        #expect(read.request.target == "/a.B/C")
        #expect(
            read.request.headers
                == HeaderFields([
                    ("content-type", "application/grpc"), ("te", "trailers"), ("host", "collector:4317"),
                ]))
        #expect(read.request.isGRPC)
    }

    @Test func whatBrokeHTTP2IsDescribedWithTheRule() throws {
        let broken = BrokenHTTP2Rule("http2/8.2.1/field-name", found: "field name with an upper-case letter: A")
        let some = SavedRequest(
            ReceivedPayload(http2: HeaderFields([("A", "b")]), body: [], connection: 0, brokenRule: broken))
        #expect(try SavedRequest(parsing: some.json) == some)
        let nothing = SavedRequest(
            ReceivedPayload(http2: HeaderFields(), body: [], brokenRule: BrokenHTTP2Rule("http2/3.4/preface")))
        let text = String(decoding: nothing.json, as: UTF8.self)
        #expect(text.contains("\"violation\": \"http2/3.4/preface\""))
        #expect(!text.contains("violation_found"))
        let read = try SavedRequest(parsing: nothing.json)
        #expect(read == nothing)
        #expect(!read.request.isDatagram)
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
        (#"{"transport": "http2", "path": "/"}"#, "headers: expected :path among them"),
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
