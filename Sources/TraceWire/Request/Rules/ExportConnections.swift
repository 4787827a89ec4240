import TraceBytes
import TraceModel
import TraceRules

/// Which connections the senders of a run used. Bounded: what comes after the first requests is not looked at.
///
/// A recording holds requests of several senders, each with a connection of its own. They are told apart by their
/// `User-Agent` and by what the first span says of its service and its resource.
struct ExportConnections: Sendable {
    private struct Sender: Sendable, Hashable {
        let agent: String
        let service: String
        let resource: Resource
        let address: Endpoint?
    }

    private var used: [Sender: [Int]] = [:]
    private var count = 0

    /// How many requests are looked at: enough to see a habit.
    private static let observedRequests = 64
    /// How many exports of a sender it takes: the first of two may have failed, or come from a run before.
    private static let neededRequests = 3

    /// Takes note of a request whose connection is known, unless it says itself that its connection ends.
    mutating func add(_ request: ReceivedPayload, _ carried: CarriedPayload) {
        guard count < Self.observedRequests, request.connection >= 0, carried.failure == nil,
            request.headers.text("connection")?.lowercased().contains("close") != true,
            let span = carried.firstSpan
        else { return }
        count += 1
        let sender = Sender(
            agent: request.headers.text("user-agent") ?? "", service: span.serviceName ?? "", resource: span.resource,
            address: span.localEndpoint)
        used[sender, default: []].append(request.connection)
    }

    /// Judges every sender of which enough came.
    func judge(_ check: inout RuleCheck) {
        for (sender, connections) in used.sorted(by: { $0.key.service < $1.key.service })
        where connections.count >= Self.neededRequests {
            check.expect(
                Set(connections).count < connections.count,
                else: Violation(
                    at: "connection", expected: "a connection that serves several exports of '\(sender.service)'",
                    actual: "\(connections.count) exports on as many connections"))
        }
    }
}

extension CarriedPayload {
    /// What the first span says; nil when servers would not take the payload.
    fileprivate var firstSpan: TraceSpan? {
        var store = SpanStore()
        let count: Int?
        switch format {
        case ZipkinV2.json: count = try? ZipkinV2.decode(json: content, into: &store)
        case ZipkinV2.protobuf: count = try? ZipkinV2.decode(protobuf: content, into: &store)
        case ZipkinV1.json: count = try? ZipkinV1.decode(content, as: .json, into: &store)
        case ZipkinV1.thrift: count = try? ZipkinV1.decode(content, as: .thriftList, into: &store)
        case OTLP.json: count = try? OTLP.decode(json: content, into: &store)
        case OTLP.protobuf, OTLP.grpc: count = try? OTLP.decode(protobuf: content, into: &store)
        case Jaeger.grpc: count = try? Jaeger.decode(protobuf: content, into: &store)
        case Jaeger.http: count = try? Jaeger.decode(content, as: .httpBody, into: &store)
        default: count = nil
        }
        return count ?? 0 > 0 ? store.span(at: 0) : nil
    }
}
