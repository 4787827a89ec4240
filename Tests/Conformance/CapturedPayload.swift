import Foundation
import Testing
import TraceBytes
import TraceTestSupport
import TraceWire

/// A payload that another project's exporter sent, with the two independent descriptions of it.
struct CapturedPayload: Sendable, CustomTestStringConvertible {
    /// `wire/zipkin-v2/captured/opentelemetry-go-1.16.0/S1`.
    let folder: String
    /// `001.bin`.
    let file: String

    var testDescription: String { "\(folder)/\(file)" }

    static func all(of format: String) throws -> [CapturedPayload] {
        try Fixtures.files(in: "wire/\(format)/captured", withExtension: "bin").map { path in
            let parts = path.split(separator: "/")
            return CapturedPayload(
                folder: parts.dropLast().joined(separator: "/"), file: parts.last.map(String.init) ?? "")
        }
    }

    func bytes() throws -> [UInt8] { try Fixtures.bytes("\(folder)/\(file)") }

    /// The request as it came.
    func request() throws -> ReceivedPayload {
        let meta = try object("\(folder)/\(file.replacing(".bin", with: ".meta.json"))")
        var request = ReceivedPayload(
            method: meta["method"] as? String ?? "", target: meta["path"] as? String ?? "", body: try bytes())
        for field in meta["headers"] as? [[String]] ?? [] where field.count == 2 {
            request.headers.append(field[0], field[1])
        }
        return request
    }

    /// What an independent decoder read: the number of spans, and the first or all of them in the format's words.
    func decoded() throws -> (count: Int, spans: [[String: Any]]) {
        let payloads = try object("\(folder)/wire.json")["payloads"] as? [[String: Any]] ?? []
        guard let payload = payloads.first(where: { $0["file"] as? String == file }) else {
            throw FixtureError.missing("\(folder)/\(file) in wire.json")
        }
        return (payload["spanCount"] as? Int ?? -1, payload["spans"] as? [[String: Any]] ?? [])
    }

    /// What the program says that it sent in all payloads of the folder.
    func expected() throws -> [String: Any] { try object("\(folder)/expected.json") }

    func object(_ path: String) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: Data(try Fixtures.bytes(path)))
        return json as? [String: Any] ?? [:]
    }
}
