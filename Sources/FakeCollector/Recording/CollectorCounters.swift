/// What a collector has seen since its start. Every request is in exactly one of the counts below ``requests``.
public struct CollectorCounters: Sendable, Hashable {
    /// Requests that came, whole or not.
    public internal(set) var requests = 0
    /// Of these, taken: their spans are stored.
    public internal(set) var accepted = 0
    /// Of these, answered with an error of the form.
    public internal(set) var refused = 0
    /// Of these, not HTTP, or larger than ``CollectorLimits/maxBodyBytes``.
    public internal(set) var malformed = 0
    /// Of these, cut off by a break of the connection or by the sender's silence.
    public internal(set) var incomplete = 0
    /// Of these, left without answer since the collector was stalled.
    public internal(set) var unanswered = 0
    /// Of these, answered by a script without being looked at.
    public internal(set) var scripted = 0
    /// Of these, told to come again since a limit was reached (a datagram's sender is not told), and not kept;
    /// malformed and incomplete ones past it too.
    public internal(set) var dropped = 0
    /// Spans stored.
    public internal(set) var spans = 0
    /// Bytes of the bodies of all that was accepted.
    public internal(set) var acceptedBytes = 0
    /// Traces that were evicted to make room, each with all of its spans. Like the next two it counts for the collector as a
    /// whole, not for a single receiver.
    public internal(set) var evictedTraces = 0
    /// The spans of these: ``spans`` counts them too.
    public internal(set) var evictedSpans = 0
    /// Requests whose bytes were evicted to make room.
    public internal(set) var evictedRequests = 0

    public init() {}

    mutating func count(_ outcome: RecordedRequest.Outcome, bytes: Int) {
        requests += 1
        switch outcome {
        case .accepted(let numbers):
            accepted += 1
            spans += numbers.count
            acceptedBytes += bytes
        case .refused: refused += 1
        case .malformed: malformed += 1
        case .incomplete: incomplete += 1
        case .unanswered: unanswered += 1
        case .scripted: scripted += 1
        }
    }
}
