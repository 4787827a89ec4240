import Foundation
import TraceModel

/// A span as the program that sent it describes it, a member of `spans` in `expected.json`.
struct SentSpan {
    let members: [String: Any]
    let document: [String: Any]

    var traceID: TraceID? { (members["traceId"] as? String).flatMap { TraceID(hex: $0) } }
    var spanID: SpanID? { (members["spanId"] as? String).flatMap { SpanID(hex: $0) } }
    /// Empty for a root.
    var parentSpanID: String { members["parentSpanId"] as? String ?? "" }
    var name: String? { members["name"] as? String }
    var kind: String { members["kind"] as? String ?? "INTERNAL" }
    var start: SentTime { SentTime(members["startUnixNano"]) }
    var duration: SentTime { SentTime(members["durationNano"]) }
    var isSampled: Bool { members["sampled"] as? Bool ?? true }
    var attributes: SentAttributes { SentAttributes(members["attributes"]) }
    var links: [[String: Any]] { members["links"] as? [[String: Any]] ?? [] }
    /// `UNSET`, `OK` or `ERROR`; nil where the program sets none.
    var statusCode: String? { status.map { $0["code"] as? String ?? "" } }
    var statusMessage: String? { status?["message"] as? String }
    /// Who the program that sent the payload was.
    var client: String? { document["client"] as? String }

    /// Attributes of the resource that the span is in.
    var resource: SentAttributes {
        let resources = document["resources"] as? [[String: Any]] ?? []
        let place = members["resource"] as? Int ?? 0
        return SentAttributes(place < resources.count ? resources[place]["attributes"] : nil)
    }

    var events: [Event] {
        (members["events"] as? [[String: Any]] ?? []).map { event in
            Event(
                name: event["name"] as? String, time: SentTime(event["timeUnixNano"]),
                attributes: SentAttributes(event["attributes"]))
        }
    }

    struct Event {
        let name: String?
        let time: SentTime
        let attributes: SentAttributes
    }

    // MARK: What only Zipkin says

    /// The service that the span names itself, apart from its resource.
    var zipkinServiceName: String? { members["serviceName"] as? String }
    var isShared: Bool { zipkin?["shared"] as? Bool ?? false }

    var remoteEndpoint: Endpoint? {
        guard let remote = zipkin?["remoteEndpoint"] as? [String: Any] else { return nil }
        return Endpoint(
            serviceName: remote["serviceName"] as? String, ipv4: remote["ipv4"] as? String,
            ipv6: remote["ipv6"] as? String, port: (remote["port"] as? Int).flatMap { UInt16(exactly: $0) })
    }

    private var zipkin: [String: Any]? { members["zipkin"] as? [String: Any] }
    private var status: [String: Any]? { members["status"] as? [String: Any] }
}

/// Attributes by their keys, each with its type and, 64-bit integers as text, its value.
struct SentAttributes {
    let values: [String: [String: Any]]

    init(_ value: Any?) { values = value as? [String: [String: Any]] ?? [:] }

    subscript(key: String) -> Any? { values[key]?["value"] }
}

/// A time or a duration in nanoseconds, which exporters write as whole microseconds, rounded either way.
struct SentTime {
    private let nanoseconds: Int64?

    init(_ digits: Any?) { nanoseconds = (digits as? String).flatMap { Int64($0) } }

    func isNear(_ stored: Int64?, within tolerance: Int64 = 1000, inWholeMicroseconds isWhole: Bool = true) -> Bool {
        guard let stored, let nanoseconds else { return false }
        return (!isWhole || stored % 1000 == 0) && abs(stored - nanoseconds) <= tolerance
    }
}
