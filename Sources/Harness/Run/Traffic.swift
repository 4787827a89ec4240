import TraceModel
import TracePlatform
import TraceTransport

/// Sends the requests of a phase to the entry of a chain and keeps what came back.
struct Traffic: Sendable {
    let loop: EventLoop
    let client: HTTPClient
    /// The tap before the entry.
    let port: UInt16
    /// Nanoseconds that a request may take.
    let deadline: Int64

    var host: String { "127.0.0.1:\(port)" }

    /// All drafts, at most `concurrency` under way at once and, with a rate, at most so many begun in a second.
    func send(
        _ drafts: [RequestFactory.Draft], concurrency: Int, perSecond: Double? = nil,
        progress: @escaping @Sendable () -> Void = {}
    ) async -> [SentRequest] {
        let started = loop.now()
        return await withTaskGroup(of: SentRequest.self) { group in
            var sent: [SentRequest] = []
            for (index, draft) in drafts.enumerated() {
                if index >= concurrency, let done = await group.next() {
                    sent.append(done)
                    progress()
                }
                if let perSecond { try? await loop.sleep(until: started + nanoseconds(Double(index) / perSecond)) }
                guard !Task.isCancelled else { break }
                group.addTask { await send(draft) }
            }
            for await done in group {
                sent.append(done)
                progress()
            }
            return sent.sorted { $0.number < $1.number }
        }
    }

    /// One request. It is never sent twice: every call on the wire must be one that was asked for.
    func send(_ draft: RequestFactory.Draft) async -> SentRequest {
        let request = HTTPRequest("GET", "/", headers: draft.headers)
        let sent = ClockStamp.now()
        func record(_ answer: SentRequest.Answer) -> SentRequest {
            SentRequest(
                number: draft.number, phase: draft.phase, context: draft.context, requestID: draft.requestID,
                headers: draft.headers, sent: sent, answer: answer)
        }
        do throws(HTTPClientError) {
            let answer = try await client.send(
                request, to: "127.0.0.1", port: port, timeoutNanoseconds: deadline, retries: false)
            return record(.response(status: answer.status, body: answer.response.body, received: .now()))
        } catch {
            return record(.failure(error.description, at: .now()))
        }
    }
}
