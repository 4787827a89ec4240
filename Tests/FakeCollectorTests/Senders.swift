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

    /// A connection to the receiver of a label, for bytes that no client would send.
    func connect(to label: String = "zipkin") async throws -> TCPConnection {
        try await TCPConnection.connect(to: .loopback(port: address(of: label)?.port ?? 0), on: loop)
    }

    /// Sends bytes, ends the stream, and gives all that comes back.
    func send(_ bytes: [UInt8]) async throws -> String {
        let connection = try await connect()
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
            return try Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
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
