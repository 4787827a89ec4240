import TraceWire

/// One request as it crossed the wire, and what became of it.
public struct RecordedRequest: Sendable, Equatable {
    /// The order of arrival over all receivers of the collector, from 0.
    public let number: Int
    /// Where it came in; ``ReceiverAddress/label`` tells listeners of one form apart.
    public let receiver: ReceiverAddress
    /// Method, target, header fields in order, body and wall-clock arrival. Empty method and target when what came is no
    /// HTTP request; the body is then what stood in place of a head, 8 KiB of it at most.
    public let payload: ReceivedPayload
    /// Nanoseconds of the monotonic clock when its last byte had arrived; comparable within one process only.
    public let monotonicNanoseconds: Int64
    public let outcome: Outcome

    /// What became of a request.
    public enum Outcome: Sendable, Hashable {
        /// Decoded whole and answered with success. Its spans bear these numbers, counted from 0 over the whole collector;
        /// an empty body and `[]` are accepted without spans.
        case accepted(spans: Range<Int>)
        /// A request, but not taken: nothing of it is in the store, and the raw bytes are kept.
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
        /// The HTTP status of the answer.
        public let status: Int

        public init(reason: String, offset: Int?, status: Int) {
            self.reason = reason
            self.offset = offset
            self.status = status
        }

        /// `400: Expected a JSON_V2 encoded list`.
        public var description: String { "\(status): \(reason)" }
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

    /// The first 64 bytes of the body, for reports.
    public var excerpt: [UInt8] { Array(payload.body.prefix(64)) }

    /// Everything that a Zipkin v2 payload said, in its own words and order, read again from the kept bytes. Also for
    /// refused payloads, as far as they are JSON of the right shape.
    ///
    /// - Throws: when the body is not an array of objects of readable members.
    public func zipkinRecords() throws(WireError) -> [ZipkinV2Span] {
        payload.body.isEmpty ? [] : try ZipkinV2.records(json: payload.body)
    }
}
