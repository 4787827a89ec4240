/// What a server has seen since its start. Each connection and each request ends in exactly one of the counts below its
/// total, so that nothing is lost in silence.
package struct HTTPServerCounters: Sendable, Hashable {
    /// Connections that came.
    package var connections = 0
    /// Of these, closed at once since there were too many.
    package var refusedConnections = 0
    /// Of these, open now.
    package var openConnections = 0

    /// Requests that came whole.
    package var requests = 0
    /// Of these, answered: the answer was given to the system whole.
    package var answered = 0
    /// Of these, not answered because the handler said so.
    package var aborted = 0
    /// Of these, not answered since the connection broke, the peer did not take the answer, or the server stopped.
    package var unanswered = 0
    /// Of these, answered with 500 since what the handler returned cannot be written.
    package var unwritable = 0

    /// Requests that are no requests, by reason.
    package var malformed: [HTTP1ParseError.Reason: Int] = [:]
    /// Breaches of HTTP/2, by rule: each ended a request or a connection, or came on a stream that had ended.
    package var violations: [HTTP2Rule: Int] = [:]
    /// Requests of HTTP/2 that exceeded a limit, answered with 413 or 431.
    package var excessive = 0
    /// Requests of HTTP/2 that their senders reset before they had come whole.
    package var cancelled = 0
    /// Times that clients used up.
    package var timeouts: [HTTPServerTimeout: Int] = [:]
    /// Requests whose content did not fit into the budget.
    package var overloaded = 0
    /// Connections that broke inside a request.
    package var brokenConnections = 0
    /// Failures to accept a connection, other than those that repair themselves.
    package var acceptFailures = 0

    package init() {}
}
