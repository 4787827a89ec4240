import TraceBytes
import TraceTransport

/// What passed over one connection through a tap, as exchanges: bytes in, records out, no I/O.
///
/// The tap hands over what it read with the time of reading, and before it writes the same bytes on, the time of
/// writing. Requests and answers are matched in order (RFC 9112 section 9.3.2). Bytes that are no HTTP are passed on
/// all the same; the exchange they belong to says so.
struct TapConnection: Sendable {
    private let edge: Int
    private var requests: HTTP1RequestParser
    private var responses: HTTP1ResponseParser
    /// Exchanges whose answer has not ended, oldest first.
    private var open: [Exchange] = []
    private var response: HTTPResponseHead?
    private var body: [UInt8] = []
    private var responseReceived: ClockStamp?
    private var responseForwarded: ClockStamp?
    /// Answered and not yet handed out, because their last bytes are still to be written.
    private var complete: [(exchange: Exchange, headForwarded: ClockStamp?)] = []
    private var isUnreadable = false
    /// A call has come, readable or not.
    private(set) var hasCalls = false
    private(set) var hasCalleeEnded = false

    /// The part of an answer's body that is kept: hops answer with a few hundred bytes.
    static let keptBodyBytes = 64 << 10

    init(edge: Int, limits: HTTP1Limits = HTTP1Limits()) {
        self.edge = edge
        requests = HTTP1RequestParser(limits: limits)
        responses = HTTP1ResponseParser(limits: limits)
    }

    /// Bytes from the caller, just read; `number` gives the next call of the edge its number.
    mutating func readFromCaller(_ bytes: [UInt8], at time: ClockStamp, number: () -> Int) {
        guard !isUnreadable else { return }
        hasCalls = true
        requests.receive(bytes)
        do throws(HTTP1ParseError) {
            while let event = try requests.next() {
                guard case .head(let message) = event else { continue }
                open.append(
                    Exchange(
                        edge: edge, number: number(), method: message.head.method, target: message.head.target,
                        requestHeaders: message.head.headers, requestReceived: time, requestForwarded: nil,
                        response: nil))
                responses.expectResponse(to: message.head.method)
            }
        } catch {
            isUnreadable = true
            open.append(
                Exchange(
                    edge: edge, number: number(), method: "?", target: "?", requestHeaders: HeaderFields(),
                    requestReceived: time, requestForwarded: nil, response: nil, failure: "malformed request: \(error)")
            )
        }
    }

    /// The bytes that were read last are about to be written to the callee.
    mutating func willWriteToCallee(at time: ClockStamp) {
        for index in open.indices where open[index].requestForwarded == nil { open[index].requestForwarded = time }
    }

    /// Bytes from the callee, just read.
    mutating func readFromCallee(_ bytes: [UInt8], at time: ClockStamp) {
        responses.receive(bytes)
        readResponses(at: time)
    }

    /// The callee will send nothing more.
    mutating func calleeEnded(at time: ClockStamp) {
        hasCalleeEnded = true
        responses.receiveEnd()
        readResponses(at: time)
    }

    /// The bytes that were read last are about to be written to the caller. Returns the exchanges that they complete.
    mutating func willWriteToCaller(at time: ClockStamp) -> [Exchange] {
        if response != nil, responseForwarded == nil { responseForwarded = time }
        defer { complete.removeAll() }
        return complete.map { ended in
            var exchange = ended.exchange
            // The head left with an earlier piece, or leaves now.
            exchange.response?.forwarded = ended.headForwarded ?? time
            return exchange
        }
    }

    private mutating func readResponses(at time: ClockStamp) {
        do throws(HTTP1ParseError) {
            while let event = try responses.next() {
                switch event {
                case .head(let message):
                    guard !message.head.isInterim else { continue }
                    response = message.head
                    // Both times of an answer are those of its head: a client may end its span with the status.
                    responseReceived = time
                    responseForwarded = nil
                    body.removeAll(keepingCapacity: true)
                case .body(let chunk): body += chunk.prefix(max(0, Self.keptBodyBytes - body.count))
                case .end: finish(at: time)
                }
            }
        } catch {
            complete += abandon(because: "malformed answer: \(error)").map { ($0, nil) }
        }
    }

    private mutating func finish(at time: ClockStamp) {
        guard let head = response, !open.isEmpty else { return }
        var exchange = open.removeFirst()
        let received = responseReceived ?? time
        exchange.response = .init(
            status: head.status, headers: head.headers, body: body, received: received, forwarded: received)
        complete.append((exchange, responseForwarded))
        response = nil
    }

    /// The connection is over: what was not answered never will be.
    mutating func abandon(because reason: String) -> [Exchange] {
        defer { open.removeAll() }
        return open.map { exchange in
            var exchange = exchange
            exchange.failure = exchange.failure ?? reason
            return exchange
        }
    }
}
