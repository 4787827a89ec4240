import FakeCollector
import Foundation
import Testing
import TraceBytes
import TraceModel
import TracePlatform
import TraceTestSupport
import TraceTransport

extension Collector {
    /// POSTs a body as an HTTP client of the library does.
    @discardableResult
    func post(
        _ body: String, _ method: String = "POST", _ target: String = "/api/v2/spans", to label: String = "zipkin",
        with client: HTTPClient? = nil
    ) async throws -> HTTPResponse {
        let port = address(of: label)?.port ?? 0
        let request = HTTPRequest(
            method, target, headers: HeaderFields([("Content-Type", "application/json")]), body: Array(body.utf8))
        return try await (client ?? HTTPClient(on: loop)).send(request, to: "127.0.0.1", port: port).response
    }

    /// POSTs bytes to the first receiver of a form.
    @discardableResult
    func send(
        _ body: [UInt8], _ target: String, _ type: String, to form: ReceiverForm
    ) async throws -> HTTPResponse {
        let port = addresses.first { $0.form == form }?.port ?? 0
        let request = HTTPRequest("POST", target, headers: HeaderFields([("Content-Type", type)]), body: body)
        return try await HTTPClient(on: loop).send(request, to: "127.0.0.1", port: port).response
    }

    /// Sends datagrams to the first receiver of a form.
    func datagramSender(to form: ReceiverForm) async throws -> UDPSender {
        try await UDPSender.open(
            to: .loopback(port: addresses.first { $0.form == form }?.port ?? 0), on: loop)
    }

    /// A connection to the receiver of a label, for bytes that no client would send.
    func connect(to label: String = "zipkin") async throws -> TCPConnection {
        try await TCPConnection.connect(to: .loopback(port: address(of: label)?.port ?? 0), on: loop)
    }

    /// Sends bytes, ends the stream, and gives all that comes back.
    func send(_ bytes: [UInt8], to label: String = "zipkin") async throws -> String {
        let connection = try await connect(to: label)
        try await connection.write(bytes)
        try await connection.finishWriting()
        return try await connection.readToEnd()
    }

    func send(_ text: String) async throws -> String { try await send(Array(text.utf8)) }
}

extension TCPConnection {
    func readToEnd() async throws(NetworkError) -> String {
        var buffer = ReadBuffer()
        while try await read(into: &buffer) > 0 {}
        return String(decoding: buffer.takeAll(), as: UTF8.self)
    }
}

/// Spans as a sender writes them, with small numbers for ids.
enum Sent {
    static func span(_ id: Int, trace: Int = 1, name: String = "get") -> String {
        "{\"traceId\":\"\(hex(trace))\",\"id\":\"\(hex(id))\",\"name\":\"\(name)\"}"
    }

    static func list(_ spans: String...) -> String { "[\(spans.joined(separator: ","))]" }

    static func trace(_ number: UInt64) -> TraceID { TraceID(high: 0, low: number) }

    /// One span, `get`, of the trace 4bf92f3577b34da6a3ce929d0e0e4736, in forms that libraries of others wrote.
    static let wireTrace = TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736)

    static let otlpJSON = Array(
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},\
        "scopeSpans":[{"scope":{"name":"lib"},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736",\
        "spanId":"00f067aa0ba902b7","flags":257,"name":"get","kind":2,"startTimeUnixNano":"1700000000000000000",\
        "endTimeUnixNano":"1700000000001500000","status":{"code":2}}]}]}]}
        """.utf8)

    static let otlpProtobuf = bytes(
        """
        0a630a170a150a0c736572766963652e6e616d6512050a0373766312480a050a036c6962123f0a104bf92f3577b34da6a3ce929d0e0e4736\
        120800f067aa0ba902b72a0367657430023900002a36fe9c97174160e34036fe9c97177a021802850101010000
        """)

    static let jaegerCompact = bytes(
        """
        82810009656d697442617463681c1c180373766300191c1693e38d9fded8b6b1b80116ccb69afbaecd97f9970116ee8a\
        c8bac1eab3f001160018036765742502168080f2818389850616b817192c18097370616e2e6b696e6415001806736572\
        7665720018056572726f72150431000016020000
        """)

    static let jaegerBinary = bytes("8001000400000009656d6974426174636800000000" + "0c0001") + jaegerBatch + [0]

    static let jaegerBatch = bytes(
        """
        0c00010b000100000003737663000f00020c000000010a0001a3ce929d0e0e47360a00024bf92f3577b34da60a000300f067aa0ba902b7\
        0a000400000000000000000b000500000003676574080007000000010a000800060a24181e40000a000900000000000005dc0000
        """)

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    private static func hex(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// A request that another project's exporter sent, as it crossed the wire.
struct CapturedRequest: Sendable, CustomTestStringConvertible {
    let path: String

    var testDescription: String { path }

    static let all: [CapturedRequest] =
        (try? Fixtures.files(in: "wire/zipkin-v2/captured", withExtension: "bin").map { CapturedRequest(path: $0) })
        ?? []

    var body: [UInt8] { get throws { try Fixtures.bytes(path) } }

    var headers: [[String]] {
        get throws { try meta["headers"] as? [[String]] ?? [] }
    }

    /// The head from the fields in their order and spelling, and the body behind it.
    var bytes: [UInt8] {
        get throws {
            let target = try meta["path"] as? String ?? ""
            let lines = try ["POST \(target) HTTP/1.1"] + headers.map { $0.joined(separator: ": ") }
            let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
            // The bodies are kept without their chunks.
            let isChunked = try headers.contains { $0.first?.lowercased() == "transfer-encoding" }
            guard isChunked else { return try head + body }
            return try head + Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
        }
    }

    /// The identifiers of the spans as an independent decoder read them, and how many there are.
    var decoded: (count: Int, spanIDs: [String]) {
        get throws {
            let parts = path.split(separator: "/")
            let wire = try object(parts.dropLast().joined(separator: "/") + "/wire.json")
            let payloads = wire["payloads"] as? [[String: Any]] ?? []
            let payload = payloads.first { $0["file"] as? String == parts.last.map(String.init) } ?? [:]
            let spans = payload["spans"] as? [[String: Any]] ?? []
            return (payload["spanCount"] as? Int ?? -1, spans.compactMap { $0["id"] as? String })
        }
    }

    private var meta: [String: Any] { get throws { try object(path.replacing(".bin", with: ".meta.json")) } }

    private func object(_ path: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(try Fixtures.bytes(path))) as? [String: Any] ?? [:]
    }
}
