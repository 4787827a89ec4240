import TraceBytes
import TraceModel

/// One request and its answer, as the tap of an edge saw them cross the wire.
///
/// The tap stamps after it has read and before it writes, so the true order of events is
/// `requestReceived ≤ requestForwarded ≤` (the callee works) `≤ responseReceived ≤ responseForwarded`.
package struct Exchange: Sendable {
    /// The hop that was called; edge 0 leads to the entry.
    package var edge: Int
    /// The order of arrival on this edge, from 0.
    package var number: Int
    package var method: String
    package var target: String
    package var requestHeaders: HeaderFields
    package var requestReceived: ClockStamp
    /// nil when the callee could not be reached.
    package var requestForwarded: ClockStamp?
    /// nil when no whole answer came.
    package var response: Response?
    /// Why there is no whole answer, in words; nil when there is one.
    package var failure: String?

    package struct Response: Sendable {
        package var status: Int
        package var headers: HeaderFields
        /// Up to the tap's limit of 64 KiB.
        package var body: [UInt8]
        package var received: ClockStamp
        package var forwarded: ClockStamp

        package init(
            status: Int, headers: HeaderFields, body: [UInt8], received: ClockStamp, forwarded: ClockStamp
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.received = received
            self.forwarded = forwarded
        }
    }

    package init(
        edge: Int, number: Int, method: String = "GET", target: String = "/", requestHeaders: HeaderFields,
        requestReceived: ClockStamp, requestForwarded: ClockStamp?, response: Response?, failure: String? = nil
    ) {
        self.edge = edge
        self.number = number
        self.method = method
        self.target = target
        self.requestHeaders = requestHeaders
        self.requestReceived = requestReceived
        self.requestForwarded = requestForwarded
        self.response = response
        self.failure = failure
    }

    /// All times of the exchange that are there, in their order.
    package var stamps: [ClockStamp] {
        [requestReceived, requestForwarded, response?.received, response?.forwarded].compactMap { $0 }
    }

    /// From the request's arrival at the tap to the answer's: the time of the callee and everything behind it.
    package var durationNanoseconds: Int64? {
        guard let response, let requestForwarded else { return nil }
        return response.received.nanoseconds(since: requestForwarded)
    }
}
