@testable import TraceTransport

extension HTTP2Rule {
    /// Whether a breach ends the stream alone (RFC 9113 section 5.4.2) and not the connection (section 5.4.1).
    var endsStreamOnly: Bool {
        switch self {
        // 5.1: after END_STREAM, and on a stream that this side has reset.
        case .halfClosedStream, .resetStreamUsed: true
        // 5.1.2, 5.3.1 of RFC 7540, 6.3
        case .concurrentStreams, .selfDependency, .priorityLength: true
        // 6.9, 6.9.1
        case .windowUpdateZeroOnStream, .streamWindowOverflow, .streamWindowKept: true
        // 8.1.1: malformed messages
        case .trailersEndStream, .contentLength, .fieldName, .fieldValue, .connectionSpecific, .te, .pseudoKnown,
            .pseudoFirst, .pseudoOnce, .pseudoInTrailers, .pseudoPresent, .path, .status:
            true
        // 10.5.1
        case .headerListSize: true
        default: false
        }
    }
}
