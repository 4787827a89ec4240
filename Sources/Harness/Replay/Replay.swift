import FakeCollector
import TraceBytes
import TraceCatalogue
import TraceConsole
import TracePlatform
import TraceTransport
import TraceWire

/// One recorded request, or datagram, that is sent again.
struct ReplayedRequest: Sendable {
    let source: String
    let payload: ReceivedPayload
    let port: UInt16?

    /// nil for bytes of which nobody knows how they were carried.
    init?(_ submitted: SubmittedPayload) {
        guard let request = submitted.request else { return nil }
        source = submitted.source
        payload = request
        port = submitted.port
    }

    var isDatagram: Bool { payload.isDatagram }
    var isHTTP2: Bool { payload.http2Fields != nil }
}

/// Sends requests in their order: those of one connection on one connection, and each as much later than the first as it
/// came later.
struct Replay {
    private let url: HTTPURL
    private let speed: Double
    private let udpPort: UInt16?
    private let timeout: Int64
    private let loop: EventLoop

    init(to url: HTTPURL, speed: Double, udpPort: UInt16?, timeout: Duration, on loop: EventLoop) {
        self.url = url
        self.speed = speed
        self.udpPort = udpPort
        self.timeout = timeout.nanosecondsClamped
        self.loop = loop
    }

    /// - Throws: when datagrams cannot be sent to the host at all, and when the task is cancelled.
    func send(_ requests: [ReplayedRequest]) async throws -> ReplayAccount {
        try await loop.run { () async throws -> ReplayAccount in
            let started = loop.now()
            let first = requests.map(\.payload.arrival).min() ?? 0
            var connections: [Int: HTTPClient] = [:]
            var sessions: [Int: HTTP2Client] = [:]
            var senders: [UInt16: UDPSender] = [:]
            var account = ReplayAccount()
            for request in requests {
                try await waitUntil(request.payload.arrival - first, since: started)
                if request.isDatagram {
                    let port = udpPort ?? request.port ?? url.port
                    if senders[port] == nil { senders[port] = try await open(port) }
                    if let sender = senders[port] { await send(request, by: sender, &account) }
                } else if request.isHTTP2 {
                    let client =
                        sessions[request.payload.connection] ?? HTTP2Client(to: url.host, port: url.port, on: loop)
                    sessions[request.payload.connection] = client
                    await send(request, by: client, &account)
                } else {
                    let client = connections[request.payload.connection] ?? HTTPClient(on: loop)
                    connections[request.payload.connection] = client
                    await send(request, by: client, &account)
                }
            }
            for client in connections.values { await client.close() }
            for client in sessions.values { client.close() }
            return account
        }
    }

    private func waitUntil(_ gap: Int64, since started: MonotonicInstant) async throws {
        guard speed > 0, gap > 0 else { return try Task.checkCancellation() }
        // A gap is at most the 292 years between two recorded times.
        let due = started + Int64(min(Double(gap) / speed, 9e18))
        let rest = due - loop.now()
        if rest > 0 { try await loop.sleep(forNanoseconds: rest) }
    }

    private func open(_ port: UInt16) async throws -> UDPSender {
        guard let address = try await loop.resolve(host: url.host, port: port).first else {
            throw NetworkError(.resolve, .unresolved("no address"), at: url.host)
        }
        return try await UDPSender.open(to: address, on: loop)
    }

    private func send(_ request: ReplayedRequest, by sender: UDPSender, _ account: inout ReplayAccount) async {
        do throws(NetworkError) {
            try await sender.send(request.payload.body, deadline: loop.now() + timeout)
            account.datagrams += 1
        } catch {
            account.failed("\(request.source): \(error)")
        }
    }

    private func send(_ request: ReplayedRequest, by client: HTTPClient, _ account: inout ReplayAccount) async {
        do throws(HTTPClientError) {
            let answer = try await client.send(
                again(request), to: url.host, port: url.port, timeoutNanoseconds: timeout, retries: false)
            account.answered(answer.status, request.source)
        } catch {
            account.failed("\(request.source): \(error)")
        }
    }

    private func send(_ request: ReplayedRequest, by client: HTTP2Client, _ account: inout ReplayAccount) async {
        // What a client of HTTP/2 cannot say, and what it could is not what came.
        if let broken = request.payload.brokenRule {
            return account.failed("\(request.source): not sent, since it is no request: \(broken)")
        }
        do throws(HTTP2ClientError) {
            let answer = try await client.send(again(request), timeoutNanoseconds: timeout)
            account.answered(answer, request.source, isGRPC: request.payload.isGRPC)
        } catch {
            account.failed("\(request.source): \(error)")
        }
    }

    private func again(_ request: ReplayedRequest) -> HTTPRequest {
        var headers = request.payload.headers
        if headers.contains("host") { headers.replace("host", with: url.authority) }
        return HTTPRequest(
            HTTPRequestHead(method: request.payload.method, target: request.payload.target, headers: headers),
            body: request.payload.body)
    }
}

/// What became of everything that was sent.
struct ReplayAccount: Sendable {
    var datagrams = 0
    private(set) var answers: [Int: Int] = [:]
    private(set) var failures: [String] = []
    private(set) var failureCount = 0

    private static let shownFailures = 5

    mutating func answered(_ status: Int, _ source: String) {
        answers[status, default: 0] += 1
        if !(200..<300).contains(status) { failed("\(source): answered \(status)") }
    }

    /// Of gRPC the status of the call counts, which is behind the answer of HTTP.
    mutating func answered(_ answer: HTTPResponse, _ source: String, isGRPC: Bool) {
        guard isGRPC, answer.status == 200 else { return answered(answer.status, source) }
        let status = GRPCResponse(answer).status
        guard status.code != .ok else { return answered(200, source) }
        answers[200, default: 0] += 1
        failed("\(source): answered \(status)")
    }

    mutating func failed(_ line: String) {
        failureCount += 1
        if failures.count < Self.shownFailures { failures.append(line) }
    }

    var isSuccess: Bool { failureCount == 0 }
    /// Nobody was there to answer, and no datagram could leave.
    var isNothing: Bool { datagrams == 0 && answers.isEmpty }

    /// `12 requests answered 200; 3 datagrams sent`, and a line for each of the first failures.
    var text: String {
        var parts = answers.sorted { $0.key < $1.key }.map { "\(counted($0.value, "request")) answered \($0.key)" }
        if datagrams > 0 { parts.append("\(counted(datagrams, "datagram")) sent") }
        if parts.isEmpty { parts.append("nothing was answered") }
        var lines = [parts.joined(separator: "; ")] + failures
        if failureCount > failures.count {
            lines.append("and \(counted(failureCount - failures.count, "further failure"))")
        }
        return lines.map { $0.escapedForTerminal + "\n" }.joined()
    }
}
