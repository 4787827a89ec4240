import Foundation
import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// Captured payloads of both encodings, and how each is decoded.
enum OTLPPayload {
    static let formats = [OTLP.json.name, OTLP.protobuf.name]

    static func captured() throws -> [CapturedPayload] { try formats.flatMap { try CapturedPayload.all(of: $0) } }

    /// Those that real decoders take.
    static func readable() throws -> [CapturedPayload] { try captured().filter { !isBeyondInt64($0) } }

    /// One exporter writes numbers of more than 64 bits as `intValue`; the independent decoder refused it too.
    static func isBeyondInt64(_ payload: CapturedPayload) -> Bool {
        payload.folder.hasSuffix("opentelemetry-js-2.10.0/S1X")
    }

    @discardableResult
    static func decode(
        _ format: String, _ bytes: [UInt8], into store: inout SpanStore, limits: DecodingLimits = .default
    ) throws(WireError) -> Int {
        format == OTLP.json.name
            ? try OTLP.decode(json: bytes, into: &store, limits: limits)
            : try OTLP.decode(protobuf: bytes, into: &store, limits: limits)
    }

    static func records(_ format: String, _ bytes: [UInt8]) throws(WireError) -> OTLPRecord {
        format == OTLP.json.name ? try OTLP.records(json: bytes) : try OTLP.records(protobuf: bytes)
    }

    static func encode(_ format: String, _ spans: [TraceSpan]) -> [UInt8] {
        format == OTLP.json.name ? OTLPJSONEncoder.encode(spans) : OTLPProtobufEncoder.encode(spans)
    }
}

extension CapturedPayload {
    /// `otlp-json`.
    var format: String { folder.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The payload without its content encoding.
    func content() throws -> [UInt8] { try request().content() }

    /// What an independent decoder read; from what the program says that it sent where the decoder found that equal.
    func described() throws -> [OTLPComparableSpan] {
        let wire = try object("\(folder)/wire.json")["payloads"] as? [[String: Any]] ?? []
        guard let payload = wire.first(where: { $0["file"] as? String == file }) else {
            throw FixtureError.missing("\(folder)/\(file) in wire.json")
        }
        if let spans = payload["spans"] as? [[String: Any]] {
            return spans.map { OTLPComparableSpan(described: $0, in: payload) }
        }
        try #require(payload["sameAsExpected"] as? Bool == true)
        let document = try expected()
        let ids = Set(payload["spanIds"] as? [String] ?? [])
        return (document["spans"] as? [[String: Any]] ?? [])
            .filter { ids.contains($0["spanId"] as? String ?? "") }
            .map { OTLPComparableSpan(described: $0, in: document) }
    }
}
