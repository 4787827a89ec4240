import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TraceTransport
import TraceWire

/// The same span in every form arrives, is answered in the form's words, and can be read again from its raw bytes.
@Suite(.timeLimit(.minutes(1)))
struct FormTests {
    @Test func otlpIsTakenInBothEncodingsAndAnsweredInThem() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [.otlp])) { collector in
            let json = try await collector.send(Sent.otlpJSON, "/v1/traces", "application/json", to: .otlp)
            #expect(json.status == 200)
            #expect(String(decoding: json.body, as: UTF8.self) == "{}")
            let protobuf = try await collector.send(
                Sent.otlpProtobuf, "/v1/traces", "application/x-protobuf", to: .otlp)
            #expect(protobuf.status == 200)
            #expect(protobuf.body.isEmpty)
            #expect(protobuf.headers.text("content-type") == "application/x-protobuf")
            let spans = await collector.spans
            #expect(spans.map(\.name) == ["get", "get"])
            #expect(spans.map(\.traceID) == [Sent.wireTrace, Sent.wireTrace])
            for request in await collector.requests {
                #expect(try request.otlpRecords().records(.resourceSpans).count == 1)
                #expect(throws: RecordedRequest.NoRecords.otherForm(.otlp)) { try request.jaegerRecords() }
            }
        }
    }

    @Test func otlpIsRefusedInItsOwnWords() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [.otlp])) { collector in
            let refused = try await collector.send(Array("{]".utf8), "/v1/traces", "application/json", to: .otlp)
            #expect(refused.status == 400)
            #expect(String(decoding: refused.body, as: UTF8.self).hasPrefix(#"{"code":3,"message":"#))
            let other = try await collector.send([], "/v1/traces", "text/plain", to: .otlp)
            #expect(other.status == 415)
            #expect(await collector.counters.refused == 2)
        }
    }

    @Test func aBatchOfJaegerOverHTTPIsTaken() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [.jaegerHTTP])) { collector in
            let answer = try await collector.send(
                Sent.jaegerBatch, "/api/traces?format=jaeger.thrift", "application/x-thrift", to: .jaegerHTTP)
            #expect(answer.status == 202)
            #expect(answer.body.isEmpty)
            #expect(await collector.spans.map(\.name) == ["get"])
            let request = try #require(await collector.requests.first)
            #expect(try request.jaegerRecords().spans.count == 1)
            let refused = try await collector.send([1, 2, 3], "/api/traces", "application/json", to: .jaegerHTTP)
            #expect(refused.status == 400)
        }
    }

    @Test(arguments: [ReceiverForm.jaegerCompact, .jaegerBinary])
    func aDatagramIsTakenWithItsSenderAndItsPlace(form: ReceiverForm) async throws {
        try await withFakeCollector(CollectorOptions(receivers: [form])) { collector in
            let bytes = form == .jaegerCompact ? Sent.jaegerCompact : Sent.jaegerBinary
            let sender = try await collector.datagramSender(to: form)
            try await sender.send(bytes)
            try await sender.send([0x82, 0x81])
            try await sender.send(bytes)
            let requests = try await collector.requests(atLeast: 3)
            #expect(requests.map(\.datagram?.number) == [0, 1, 2])
            #expect(Set(requests.map(\.datagram?.sender)).count == 1)
            #expect(requests.first?.datagram?.sender?.hasPrefix("127.0.0.1:") == true)
            #expect(requests.map(\.bodyByteCount) == [bytes.count, 2, bytes.count])
            #expect(requests.map(\.spanNumbers) == [0..<1, 0..<0, 1..<2])
            #expect(requests.first?.payload.body == bytes)
            #expect(try requests.first?.jaegerRecords().spans.count == 1)
            #expect(await collector.spans.map(\.traceID) == [Sent.wireTrace, Sent.wireTrace])
            #expect(collector.endpoint(of: form).hasPrefix("udp://127.0.0.1:"))

            let refusal = try #require(requests[1].refusal)
            #expect(refusal.status == 0)
            #expect(refusal.offset != nil)
            #expect(requests[1].excerpt == [0x82, 0x81])
            let summary = await collector.stop()
            #expect(summary.firstRefusals.first?.hasSuffix(", begins with 82 81") == true)
            let datagrams = try #require(summary.datagrams.first)
            #expect(datagrams.received == 3)
            #expect(datagrams.lost == 0)
            #expect(datagrams.receiveBufferBytes > 0)
        }
    }

    @Test func datagramsThatTheSystemDroppedAreInTheSummary() async throws {
        let receiver = ReceiverAddress(
            label: "jaeger-compact", form: .jaegerCompact, port: 6831, endpoint: "udp://127.0.0.1:6831",
            host: "127.0.0.1")
        var counters = UDPReceiverCounters()
        counters.received = 5
        counters.refused = 2
        counters.droppedByKernel = 1
        #expect(
            DatagramCounters(counters, receiveBufferBytes: 8 << 20, at: receiver).losses == [
                "jaeger-compact: 1 datagram dropped by the system, whose receive buffer of 8 MiB was full",
                "jaeger-compact: 2 datagrams thrown away, since too many waited to be decoded",
            ])
        counters.droppedByKernel = nil
        counters.refused = 0
        #expect(
            DatagramCounters(counters, receiveBufferBytes: 8 << 20, at: receiver).losses == [
                "jaeger-compact: how many datagrams the system dropped is not known here"
            ])
    }

    @Test(arguments: [ReceiverForm.zipkin, .otlp, .jaegerHTTP])
    func everyFormOverHTTPAnswersAsScripted(form: ReceiverForm) async throws {
        try await withFakeCollector(CollectorOptions(receivers: ReceiverForm.allCases)) { collector in
            await collector.script(
                .status(503, headers: [("Retry-After", "7")], body: "later"), at: form.rawValue)
            let answer = try await collector.send([], "/", "text/plain", to: form)
            #expect(answer.status == 503)
            #expect(answer.headers.text("retry-after") == "7")
            await collector.script(.dropConnection, at: form.rawValue)
            await #expect(throws: HTTPClientError.self) { try await collector.send([], "/", "text/plain", to: form) }
            // A datagram has no answer, and uses up no script.
            await collector.script(.status(500))
            let sender = try await collector.datagramSender(to: .jaegerCompact)
            try await sender.send(Sent.jaegerCompact)
            #expect(try await collector.spans(atLeast: 1).count == 1)
            #expect(try await collector.send([], "/", "text/plain", to: form).status == 500)
        }
    }

    @Test(arguments: [
        (ReceiverForm.otlp, "application/json", #"{"code":14,"message":"the collector keeps 1 bytes at most"}"#),
        (.zipkin, "application/json", "the collector keeps 1 bytes at most"),
        (.jaegerHTTP, "application/x-thrift", "the collector keeps 1 bytes at most"),
    ])
    func aFullCollectorSaysSoInTheWordsOfTheForm(form: ReceiverForm, type: String, body: String) async throws {
        let options = CollectorOptions(receivers: [form], limits: CollectorLimits(maxBytes: 1))
        try await withFakeCollector(options) { collector in
            let answer = try await collector.send([], "/", type, to: form)
            #expect(answer.status == 503)
            #expect(answer.headers.text("retry-after") == "1")
            #expect(String(decoding: answer.body, as: UTF8.self) == body)
        }
    }
}
