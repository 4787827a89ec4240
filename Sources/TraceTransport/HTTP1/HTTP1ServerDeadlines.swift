import TracePlatform

/// The deadlines of one request, of which the next one to strike counts.
struct HTTP1ServerDeadlines {
    private let limits: HTTPServerLimits
    private var deadline: MonotonicInstant
    private var timeout = HTTPServerTimeout.idle

    init(idleSince now: MonotonicInstant, _ limits: HTTPServerLimits) {
        self.limits = limits
        deadline = now + limits.idleNanoseconds
    }

    mutating func begin(_ firstByte: MonotonicInstant) {
        (deadline, timeout) = (firstByte + limits.headNanoseconds, .head)
    }

    mutating func beginBody(_ now: MonotonicInstant) {
        (deadline, timeout) = (now + limits.bodyNanoseconds, .body)
    }

    func next(_ now: MonotonicInstant) -> (MonotonicInstant, HTTPServerTimeout) {
        let progress = now + limits.bodyProgressNanoseconds
        return timeout == .body && progress < deadline ? (progress, .bodyProgress) : (deadline, timeout)
    }
}
