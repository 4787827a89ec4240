import TraceCatalogue

/// Judges requests while they come, beside the collector: no answer waits for it.
package final class LiveJudge: Sendable {
    private let backlog = RequestBacklog()
    private let judging: Task<CheckResult, Never>

    package init(_ selection: CheckSelection) {
        judging = Task { [backlog] in
            var judge = RunJudge(selection)
            await backlog.forEach { judge.judge($0) }
            if backlog.lost > 0 {
                judge.leaveOut(
                    "what came too fast", because: "more waited to be judged than is kept", count: backlog.lost)
            }
            return judge.finish()
        }
    }

    /// Takes the next request; called on the collector's loop.
    package func take(_ request: RecordedRequest) { backlog.add(request) }

    /// What all of them came to, once the last one is judged. Nothing may be taken afterwards.
    package func result() async -> CheckResult {
        backlog.finish()
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
