import TraceBytes
import TraceTransport
import TraceWire

/// One request, or one datagram, as it crossed the wire, and what became of it.
public struct RecordedRequest: Sendable, Equatable {
    /// The order of the records over all receivers of the collector, from 0. A body of more than 1 MiB is decoded beside
    /// what comes meanwhile, and recorded when that is done.
    public let number: Int
    /// Where it came in; ``ReceiverAddress/label`` tells listeners of one form apart.
    public let receiver: ReceiverAddress
    /// Method, target, header fields in order, body and wall-clock arrival. Empty method and target when what came is no
    /// HTTP request: a datagram, whose bytes are the body, or what stood in place of a head, 8 KiB of it at most. Without
    /// header fields and body once the bytes were evicted.
    public private(set) var payload: ReceivedPayload
    /// Nanoseconds of the monotonic clock when its last byte had arrived; comparable within one process only.
    public let monotonicNanoseconds: Int64
    public let outcome: Outcome
    /// What is known of a datagram; nil for what came over HTTP.
    public let datagram: DatagramEnvelope?
    /// Bytes of the body as it came, also when they are not here any more.
    public let bodyByteCount: Int
    /// Whether the raw bytes are still here.
    public private(set) var bytes = KeptBytes.kept
    /// Of a body that was evicted.
    private var firstBytes: [UInt8] = []
    private let headByteCount: Int

    /// Whether the raw bytes of a request are still here.
    public enum KeptBytes: Sendable, Hashable {
        case kept
        /// Given back to make room (``CollectorLimits/evictsOldest``): what the request said cannot be judged any more.
        case evicted
    }

    /// What became of a request.
    public enum Outcome: Sendable, Hashable {
        /// Decoded whole and answered with success. Its spans bear these numbers, counted from 0 over the whole collector;
        /// an empty body and `[]` are accepted without spans.
        case accepted(spans: Range<Int>)
        /// A request, but not taken: nothing of it is in the store, and the raw bytes are kept. Also a datagram that does
        /// not decode, whose sender is not told.
        case refused(Refusal)
        /// Not HTTP; the offset counts from the first byte of the connection.
        case malformed(Refusal)
        /// The connection broke, or the sender fell silent, inside the request.
        case incomplete(String)
        /// Received after ``Collector/stall()``, and never answered.
        case unanswered
        /// Answered as a script said and not looked at; nil when the script did not answer.
        case scripted(status: Int?)
    }

    /// What a sender was told, and why.
    public struct Refusal: Sendable, Hashable, CustomStringConvertible {
        /// In the words that the sender got: `[0].traceId: expected lower-case hex at byte 14`.
        public let reason: String
        /// The first byte that could not be accepted; nil when no single byte is to blame.
        public let offset: Int?
        /// The HTTP status of the answer, 200 for one of gRPC; 0 for a datagram, which nobody answers.
        public let status: Int
        /// The status of gRPC, 13 for INTERNAL; nil for what was not answered as gRPC.
        public let grpcStatus: Int?

        public init(reason: String, offset: Int?, status: Int, grpcStatus: Int? = nil) {
            self.reason = reason
            self.grpcStatus = grpcStatus
            self.offset = offset
            self.status = status
        }

        /// `400: Expected a JSON_V2 encoded list`, `INTERNAL: …` of gRPC, and the reason alone for a datagram.
        public var description: String {
            if let grpcStatus { return "\(GRPCStatusCode(UInt32(clamping: grpcStatus))): \(reason)" }
            return status == 0 ? reason : "\(status): \(reason)"
        }
    }

    init(number: Int, _ arrival: Arrival, _ outcome: Outcome) {
        self.number = number
        self.outcome = outcome
        receiver = arrival.receiver
        payload = arrival.payload
        monotonicNanoseconds = arrival.monotonicNanoseconds
        datagram = arrival.datagram
        bodyByteCount = arrival.payload.body.count
        headByteCount = arrival.headBytes
    }

    /// The numbers of the spans that were stored; empty unless it was accepted.
    public var spanNumbers: Range<Int> {
        if case .accepted(let spans) = outcome { spans } else { 0..<0 }
    }

    /// Why it was not taken; nil when it was, and when nobody looked at it.
    public var refusal: Refusal? {
        switch outcome {
        case .refused(let refusal), .malformed(let refusal): refusal
        case .accepted, .incomplete, .unanswered, .scripted: nil
        }
    }

    /// The first 64 bytes of the body, for reports; kept when the bytes are evicted.
    public var excerpt: [UInt8] { bytes == .evicted ? firstBytes : Array(payload.body.prefix(64)) }

    /// What its bytes take.
    var byteCount: Int { bytes == .evicted ? 0 : bodyByteCount + headByteCount }

    /// Gives the bytes back.
    mutating func evictBytes() {
        firstBytes = excerpt
        bytes = .evicted
        payload.body = []
        payload.headers = HeaderFields()
        payload.http2Fields = payload.http2Fields.map { _ in HeaderFields() }
    }
}

/// What is known of a datagram beside its bytes.
public struct DatagramEnvelope: Sendable, Hashable {
    /// The order of arrival at its receiver, from 0. A number that is missing is that of a datagram which came and was not
    /// taken in, since too many waited.
    public let number: Int
    /// `127.0.0.1:40321`; nil when the system does not say.
    public let sender: String?
    /// Whether its end was cut off, which UDP over IP cannot bring about.
    public let isTruncated: Bool

    public init(number: Int, sender: String?, isTruncated: Bool = false) {
        self.number = number
        self.sender = sender
        self.isTruncated = isTruncated
    }
}
