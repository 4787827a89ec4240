import FakeCollector
import Testing
import TraceBytes
import TraceCatalogue
import TracePlatform
import TraceRules
import TraceTransport
import TraceWire

/// What breaks a rule of HTTP/2 and so becomes no request is kept with that rule, and judged.
@Suite(.timeLimit(.minutes(1)))
struct BrokenHTTP2Tests {
    /// RFC 9113 section 3.4: the preface, and SETTINGS that say nothing.
    private let opening = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

    private func frame(_ type: UInt8, flags: UInt8, stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xff), type, flags, 0, 0, 0, stream] + payload
    }

    /// RFC 7541 section 6.2.2, neither indexed nor Huffman-coded: names and values of less than 127 octets.
    private func literal(_ name: String, _ value: String) -> [UInt8] {
        [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
    }

    private static let path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"

    private func recorded(_ bytes: [UInt8], to form: ReceiverForm = .otlpGRPC) async throws -> RecordedRequest {
        try await withFakeCollector(CollectorOptions(receivers: [form])) { collector in
            let connection = try await TCPConnection.connect(
                to: .loopback(port: collector.addresses[0].port), on: collector.loop)
            try await connection.write(bytes)
            return try #require(try await collector.requests(atLeast: 1).first)
        }
    }

    @Test func aFieldInUpperCaseIsKeptWithItsCall() async throws {
        let block =
            literal(":method", "POST") + literal(":scheme", "http") + literal(":path", Self.path)
            + literal("Content-Type", "application/grpc")
        let request = try await recorded(opening + frame(1, flags: 0x4, stream: 1, block))
        #expect(
            request.payload.brokenRule
                == BrokenHTTP2Rule(
                    "http2/8.2.1/field-name",
                    found: "field name with an upper-case letter or an octet that no name has: Content-Type"))
        #expect(request.payload.http2Fields?.map(\.nameText) == [":method", ":scheme", ":path", "Content-Type"])
        #expect(request.payload.target == Self.path)

        let payload = try #require(SubmittedPayload(request))
        let saved = SavedRequest(try #require(payload.request), port: payload.port, format: payload.format)
        #expect(try SavedRequest(parsing: saved.json) == saved)
        var judge = RunJudge()
        judge.judge(payload)
        #expect(judge.finish().broken.map(\.facts.id) == ["grpc/fields/lower-case"])
    }

    @Test func aFieldBehindWhichAPseudoFieldStandsIsKept() async throws {
        let block = literal("te", "trailers") + literal(":path", Self.path)
        let request = try await recorded(opening + frame(1, flags: 0x4, stream: 1, block))
        var judge = RunJudge()
        judge.judge(request)
        let result = judge.finish()
        #expect(result.account.formats.map(\.format) == [OTLP.grpc])
        #expect(result.broken.map(\.facts.id) == ["grpc/fields/pseudo-first"])
    }

    @Test(arguments: [ReceiverForm.otlpGRPC, .otlp])
    func aConnectionThatIsEndedIsKeptWithoutFields(form: ReceiverForm) async throws {
        // Stream 2 is the server's.
        let request = try await recorded(opening + frame(1, flags: 0x5, stream: 2, literal(":path", "/")), to: form)
        #expect(request.payload.brokenRule?.rule == "http2/5.1.1/parity")
        #expect(request.payload.http2Fields == HeaderFields())
        #expect(!request.payload.isDatagram)
        var judge = RunJudge()
        judge.judge(request)
        #expect(judge.finish().broken.map(\.facts.id) == ["grpc/connection/frames"])
    }

    @Test func whatBreaksHTTP2AtZipkinIsNotJudged() async throws {
        let request = try await recorded(
            opening + frame(1, flags: 0x5, stream: 1, literal(":path", "/api/v2/spans")), to: .zipkin)
        var judge = RunJudge()
        judge.judge(request)
        let result = judge.finish()
        #expect(result.broken.map(\.facts.id) == [])
        #expect(result.account.unjudged.first.map { $0.reason.hasPrefix("it is no request: ") } == [true])
    }
}
