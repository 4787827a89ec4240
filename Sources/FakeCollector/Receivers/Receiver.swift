import TraceWire

/// One listener of a collector: takes what comes in its form, hands it to the collector and tells the sender.
protocol Receiver: Sendable {
    var address: ReceiverAddress { get }

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
    /// What an exporter is configured with: `http://127.0.0.1:9411/api/v2/spans`.
    public let endpoint: String
}

/// A request as a receiver hands it over.
struct Arrival: Sendable {
    let receiver: ReceiverAddress
    let payload: ReceivedPayload
    /// By the clock of the event loop.
    let monotonicNanoseconds: Int64
    /// What the head took on the wire.
    let headBytes: Int
}

/// Why a receiver does not take a payload, and what its sender is told.
struct PayloadRefusal: Error, Sendable {
    let reason: String
    /// Into the body; nil when no single byte is to blame.
    let offset: Int?
    let response: ReceiverResponse
}

/// What becomes of a request beside its record.
enum ReceiverAnswer: Sendable {
    /// What the form's server says.
    case response(ReceiverResponse)
    /// One of ``CollectorLimits`` is reached: try again later.
    case overloaded(String)
    case scripted(ScriptedAnswer.Response)
    /// The connection is reset in place of an answer.
    case dropConnection
    /// The connection stays open and silent.
    case silence
}
