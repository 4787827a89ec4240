import Foundation
import Testing
import TraceBytes
import TraceTestSupport
import TraceWire

/// What stands beside a payload that another project's exporter sent: the request, and what an independent decoder read.
extension WirePayload {
    /// `wire/zipkin-v2/captured/opentelemetry-go-1.16.0/S1`.
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

    /// `001.bin`.
    var file: String { path.split(separator: "/").last.map(String.init) ?? "" }

    var isCaptured: Bool { path.hasPrefix("wire/\(form.format.name)/captured/") }

    /// All but what the independent decoder refused too: one exporter writes numbers of more than 64 bits as `intValue`.
    var isReadable: Bool { !folder.hasSuffix("captured/opentelemetry-js-2.10.0/S1X") }

    /// The request, or the datagram, as it came.
    func request() throws -> ReceivedPayload {
        let meta = try Fixtures.object(companion("meta.json"))
        var request = ReceivedPayload(
            method: meta["method"] as? String ?? "", target: meta["path"] as? String ?? "",
            body: try Fixtures.bytes(path))
        for field in meta["headers"] as? [[String]] ?? [] where field.count == 2 {
            request.headers.append(field[0], field[1])
        }
        return request
    }

    /// What `wire.json` says of this payload.
    func described() throws -> [String: Any] {
        let payloads = try Fixtures.object("\(folder)/wire.json")["payloads"] as? [[String: Any]] ?? []
        guard let payload = payloads.first(where: { $0["file"] as? String == file }) else {
            throw FixtureError.missing("\(path) in wire.json")
        }
        return payload
    }

    /// What an independent decoder read: the number of spans, and the first or all of them in the format's words.
    func decoded() throws -> (count: Int, spans: [[String: Any]]) {
        let payload = try described()
        return (payload["spanCount"] as? Int ?? -1, payload["spans"] as? [[String: Any]] ?? [])
    }
}

extension Sequence<WireForm> {
    /// What real decoders take.
    func readable() throws -> [WirePayload] { try payloads(in: .captured).filter(\.isReadable) }
}

extension Fixtures {
    /// A JSON object; one of another shape has no members.
    static func object(_ path: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(try bytes(path))) as? [String: Any] ?? [:]
    }
}
