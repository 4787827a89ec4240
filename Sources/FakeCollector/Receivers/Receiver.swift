import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// One listener of a collector: takes what comes in its form, hands it to the collector and tells the sender.
protocol Receiver: Sendable {
    var address: ReceiverAddress { get }

    /// What became of its datagrams until now; nil for a receiver of requests.
    var datagrams: DatagramCounters? { get async }

    /// Takes no more connections, answers what has begun to come, and returns when every socket is drained and closed.
    /// What is not answered so many nanoseconds later is cut off.
    func stop(withinNanoseconds nanoseconds: Int64) async

    /// Closes the listener and resets every connection, as though the process had been killed.
    func goAway() async
}

/// Where a receiver listens.
public struct ReceiverAddress: Sendable, Hashable {
    /// What every request that came in here is marked with: `zipkin`, or what the caller called it.
    public let label: String
    public let form: ReceiverForm
    /// The port that it really has: 0 is replaced by the one that the system chose.
    public let port: UInt16
    /// What an exporter is configured with: `http://127.0.0.1:9411/api/v2/spans`, `udp://127.0.0.1:6831`.
    public let endpoint: String
    /// The address without a port: `127.0.0.1`, `::1`.
    public let host: String

    package init(label: String, form: ReceiverForm, port: UInt16, endpoint: String, host: String) {
        self.label = label
        self.form = form
        self.port = port
        self.endpoint = endpoint
        self.host = host
    }
}

/// A request or a datagram as a receiver hands it over.
struct Arrival: Sendable {
    let receiver: ReceiverAddress
    let payload: ReceivedPayload
    /// By the clock of the event loop.
    let monotonicNanoseconds: Int64
    /// What the head took on the wire.
    let headBytes: Int
    var datagram: DatagramEnvelope?
    /// When the time is up that a call of gRPC has; nil for what has as long as it likes.
    var deadline: MonotonicInstant?
    /// The path of a target in absolute form, which a server takes too (RFC 9112 section 3.2.2).
    var path: String?

    /// What a form is asked to decode. The record keeps the target as it was sent.
    var judged: ReceivedPayload {
        guard let path else { return payload }
        var payload = payload
        payload.target = path
        return payload
    }

    /// Decoding it would hold up others for some milliseconds. What is compressed may be a thousand times as large as it
    /// looks. A batch of 512 spans, the most that exporters send by default, stays below: a store of its own costs three
    /// times as much as room in the common one.
    var isLarge: Bool { payload.body.count >= (payload.contentEncodings.isEmpty ? 1 << 20 : 64 << 10) }

    /// Sums of lengths of arrays in memory, so far below the range of `Int`.
    var byteCount: Int { payload.body.count + headBytes }
}

/// What one wire form makes of a payload, and the words in which it answers.
struct WireForm: Sendable {
    /// Adds the spans of a payload to a store, all or none; returns what its sender is told, nil for a datagram.
    let receive: @Sendable (ReceivedPayload, inout SpanStore, DecodingLimits) throws(PayloadRefusal) -> WireAnswer?
    /// What the sender of a request is told that cannot be kept now and should come again.
    let overloaded: @Sendable (ReceivedPayload, String) -> WireAnswer
    /// Nil for a form that does not come over gRPC.
    var grpc: GRPCReception?
}

/// Why a receiver does not take a payload, and what its sender is told.
struct PayloadRefusal: Error, Sendable {
    let reason: String
    /// Into the body; nil when no single byte is to blame.
    let offset: Int?
    /// Nil for a datagram.
    let answer: WireAnswer?
}

/// What becomes of a request beside its record.
enum ReceiverAnswer: Sendable {
    /// What the form's server says.
    case answer(WireAnswer)
    case scripted(HTTPResponse)
    /// The connection is reset in place of an answer.
    case dropConnection
    /// The connection stays open and silent; nobody is told of a datagram.
    case silence
}
