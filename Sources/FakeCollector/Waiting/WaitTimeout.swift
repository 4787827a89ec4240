import TraceConsole

/// A wait ended without what it was for.
public struct WaitTimeout: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was waited for: `at least 3 spans`.
    public let subject: String
    /// What was missing when the wait ended: `1 of 3 came`.
    public let missing: String
    /// What had arrived in all: `2 requests: 1 accepted with 1 span, 1 refused`, with the reasons behind it, and which
    /// datagrams were lost on the way.
    public let received: String
    /// How long was waited: the whole limit when that passed.
    public let waited: Duration
    public let cause: Cause

    /// Why the wait ended.
    public enum Cause: Sendable, Hashable {
        case deadlineExceeded
        /// The waiting task was cancelled.
        case cancelled
        /// The collector was stopped, so that nothing more can come.
        case stopped
    }

    /// `waited 2s for at least 3 spans: 1 of 3 came; received in all 1 request: 1 accepted with 1 span`.
    public var description: String {
        let end =
            switch cause {
            case .deadlineExceeded: ""
            case .cancelled: " until the task was cancelled"
            case .stopped: " until the collector was stopped"
            }
        return "waited \(DurationText.spell(waited)) for \(subject)\(end): \(missing); received in all \(received)"
    }
}
