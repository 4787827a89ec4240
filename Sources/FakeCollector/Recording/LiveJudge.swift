import TraceCatalogue

/// Judges requests while they come, beside the collector: no answer waits for it.
package final class LiveJudge: Sendable {
    private let requests: AsyncStream<RecordedRequest>.Continuation
    private let judging: Task<CheckResult, Never>

    package init(_ selection: CheckSelection) {
        let (stream, requests) = AsyncStream.makeStream(of: RecordedRequest.self)
        self.requests = requests
        judging = Task {
            var judge = RunJudge(selection)
            for await request in stream { judge.judge(request) }
            return judge.finish()
        }
    }

    /// Takes the next request; called on the collector's loop.
    package func take(_ request: RecordedRequest) { requests.yield(request) }

    /// What all of them came to, once the last one is judged. Nothing may be taken afterwards.
    package func result() async -> CheckResult {
        requests.finish()
        return await judging.value
    }
}

extension RunJudge {
    /// Judges a recorded request, or notes why it cannot be.
    package mutating func judge(_ request: RecordedRequest) {
        if let payload = SubmittedPayload(request) {
            judge(payload)
        } else {
            leaveOut("request \(request.number)", because: SubmittedPayload.reason(notToJudge: request))
        }
    }
}
