import Testing
import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// What real exporters sent, read as a server reads it; what was read beside it is the work of others.
@Suite struct GRPCCapturedTests {
    private static let export = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
    private static let python = "OTel-OTLP-Exporter-Python/1.45.2 grpc-python/1.85.1 grpc-c/58.0.0 (linux; chttp2)"

    private static func request(_ path: String, _ fields: [(String, String)], _ data: [UInt8]) -> HTTPRequest {
        HTTPRequest(
            HTTPRequestHead(method: "POST", target: path, version: .http2, headers: HeaderFields(fields)), body: data)
    }

    /// opentelemetry-python 1.45.2, OTLP with gzip. `fixtures/grpc/README.md`.
    @Test func theCompressedExportOfPython() throws {
        let data = try Fixtures.bytes("grpc/export.gzip.bin")
        let request = Self.request(
            Self.export,
            [
                ("host", "127.0.0.1:41647"), ("content-type", "application/grpc"), ("te", "trailers"),
                ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "identity, deflate, gzip"),
                ("grpc-timeout", "10S"), ("user-agent", Self.python), ("x-api-key", "k-123"), ("x-empty", ""),
            ], data)
        let call = try GRPCCall(request)
        #expect(call.head.service == "opentelemetry.proto.collector.trace.v1.TraceService")
        #expect(call.head.method == "Export")
        #expect(call.head.timeout?.description == "10S")
        #expect(call.head.acceptedEncodings == ["identity", "deflate", "gzip"])
        // As grpcio's server gave it to its application.
        #expect(
            call.head.metadata.fields
                == HeaderFields([("user-agent", Self.python), ("x-api-key", "k-123"), ("x-empty", "")]))
        #expect(call.message.isCompressed && call.message.bytes.count == 683)
        #expect(try call.content == Fixtures.bytes("grpc/export.content.bin"))
        // The framing is what was sent, byte by byte.
        #expect(call.message.framed == data)
    }

    /// Each cut of what was sent is refused; what is refused is never more than the bytes that came.
    @Test func everyCutOfACompressedExportIsRefused() throws {
        let data = try Fixtures.bytes("grpc/export.gzip.bin")
        for count in data.indices {
            let error = #expect(throws: GRPCMessageError.self) {
                try GRPCMessage.read(Array(data.prefix(count)), encoding: "gzip", limits: .default)
            }
            let expected: GRPCFramingError =
                switch count {
                case 0: .noMessage
                case 1..<5: .cutPrefix(received: count)
                default: .cutMessage(683, received: count - 5)
                }
            #expect(error == .framing(expected))
        }
    }

    /// opentelemetry-go 1.16.0: a timeout in microseconds, and binary metadata without padding.
    @Test func theExportOfGo() throws {
        let head = try GRPCCallHead(
            Self.request(
                Self.export,
                [
                    ("host", "127.0.0.1:40129"), ("content-type", "application/grpc"),
                    ("user-agent", "OTel OTLP Exporter Go/1.16.0 grpc-go/1.55.0"), ("te", "trailers"),
                    ("grpc-accept-encoding", "gzip"), ("grpc-timeout", "9999880u"), ("x-bin-bin", "AAH/"),
                    ("x-api-key", "k-123"),
                ], []
            ).head)
        #expect(head.timeout?.nanoseconds == 9_999_880_000)
        #expect(head.acceptedEncodings == ["gzip"] && head.encoding == nil)
        #expect(head.metadata.binaryValues("x-bin-bin") == [[0, 1, 255]])
        #expect(head.metadata.values("x-api-key") == ["k-123"])
    }

    /// opentelemetry-python 1.21.0, its exporter for Jaeger.
    @Test func theExportToJaeger() throws {
        let head = try GRPCCallHead(
            Self.request(
                "/jaeger.api_v2.CollectorService/PostSpans",
                [
                    ("host", "127.0.0.1:44727"), ("content-type", "application/grpc"), ("te", "trailers"),
                    ("grpc-accept-encoding", "identity, deflate, gzip"), ("grpc-timeout", "10S"),
                    ("user-agent", "grpc-python/1.85.1 grpc-c/58.0.0 (linux; chttp2)"),
                ], []
            ).head)
        #expect(head.service == "jaeger.api_v2.CollectorService" && head.method == "PostSpans")
    }
}
