import TracePlatform

/// How often something may happen: so many times at once, and so many more with each second that passes.
package struct HTTP2Allowance: Sendable, Hashable {
    package let burst: Int
    package let perSecond: Int

    package init(_ burst: Int, perSecond: Int) {
        self.burst = burst
        self.perSecond = perSecond
    }
}

/// What is left of an allowance.
struct HTTP2AllowanceLeft: Sendable, Hashable {
    private let allowance: HTTP2Allowance
    private var left: Int
    private var counted: MonotonicInstant?

    init(_ allowance: HTTP2Allowance) {
        self.allowance = allowance
        left = allowance.burst
    }

    /// Takes one; false when there is none left.
    mutating func take(at now: MonotonicInstant) -> Bool {
        let since = counted ?? now
        if counted == nil { counted = now }
        // Only what is used up has to know how much time has passed.
        if left == 0 { refill(since, now) }
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    /// Gives some back, for something that was worth it.
    mutating func refund(_ count: Int) { left = min(left + count, allowance.burst) }

    private mutating func refill(_ since: MonotonicInstant, _ now: MonotonicInstant) {
        // At most the burst: what was not used does not add up.
        let seconds = Double(max(now - since, 0)) / 1e9
        let earned = Int(min(seconds * Double(allowance.perSecond), Double(allowance.burst)))
        guard earned > 0 else { return }
        left = earned
        counted = now
    }
}
