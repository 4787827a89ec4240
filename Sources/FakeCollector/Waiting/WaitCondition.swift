/// What somebody waits for: asked once with everything that is there, and then after each request with what is new.
///
/// It may remember, so that it need not count everything again each time. It is asked on the collector's thread, between
/// two requests, and should be quick.
public protocol WaitCondition: Sendable {
    /// What is waited for, as it stands behind "waited for": `at least 3 spans`.
    var subject: String { get }

    /// Whether the wait is over.
    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool

    /// What is still missing, as a sentence part: `1 of 3 spans has come`. Asked only when the deadline has passed.
    func missing(in snapshot: CollectorSnapshot) -> String
}

/// What a closure says of a snapshot.
public enum WaitVerdict: Sendable, Hashable {
    case satisfied
    /// What is still missing, as a sentence part.
    case missing(String)
}

/// A condition written as a closure; the closure is asked again when the deadline has passed.
struct ClosureCondition: WaitCondition {
    let subject: String
    let judge: @Sendable (CollectorSnapshot) -> WaitVerdict

    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool { judge(snapshot) == .satisfied }

    func missing(in snapshot: CollectorSnapshot) -> String {
        if case .missing(let text) = judge(snapshot) { text } else { "nothing is missing any more" }
    }
}
