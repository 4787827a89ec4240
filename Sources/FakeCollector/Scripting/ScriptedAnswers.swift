/// What a collector does with a request in place of what its form's server would do.
public struct ScriptedAnswer: Sendable {
    /// What the sender gets.
    public var action: Action
    /// How long the sender waits for it, after its request was recorded.
    public var delay: Duration

    public enum Action: Sendable {
        /// As without a script; for answers that are only late.
        case normal
        /// This answer. With a status of success (2xx) the payload is taken as ever and only the answer is another; with
        /// any other it is kept raw and not looked at.
        case respond(Response)
        /// The connection is reset in place of an answer.
        case dropConnection
        /// No answer comes, and the connection stays open.
        case silence
    }

    public struct Response: Sendable {
        /// 200 to 599.
        public var status: Int
        /// Beside `Content-Length`, in this order.
        public var headers: [(String, String)]
        public var body: [UInt8]

        public init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    public init(_ action: Action, delay: Duration = .zero) {
        self.action = action
        self.delay = delay
    }

    /// `.status(503, headers: [("Retry-After", "1")])`.
    public static func status(
        _ status: Int, headers: [(String, String)] = [], body: String = "", delay: Duration = .zero
    ) -> ScriptedAnswer {
        ScriptedAnswer(.respond(Response(status: status, headers: headers, body: Array(body.utf8))), delay: delay)
    }

    /// What the form's server would say, but late.
    public static func late(_ delay: Duration) -> ScriptedAnswer { ScriptedAnswer(.normal, delay: delay) }

    public static let dropConnection = ScriptedAnswer(.dropConnection)
    public static let silence = ScriptedAnswer(.silence)

    /// Whether the payload is decoded and stored.
    var takesPayload: Bool {
        switch action {
        case .normal: true
        case .respond(let response): (200..<300).contains(response.status)
        case .dropConnection, .silence: false
        }
    }

    var status: Int? {
        if case .respond(let response) = action { response.status } else { nil }
    }
}

/// The answers that are still to be given, first come, first served.
struct ScriptedAnswers: Sendable {
    private var entries: [Entry] = []

    private struct Entry {
        let answer: ScriptedAnswer
        var remaining: Int
        /// nil for every receiver.
        let label: String?
    }

    mutating func append(_ answer: ScriptedAnswer, times: Int, label: String?) {
        if times > 0 { entries.append(Entry(answer: answer, remaining: times, label: label)) }
    }

    mutating func removeAll() { entries.removeAll() }

    /// Takes the answer to the next request of a receiver; nil when none is scripted.
    mutating func next(for label: String) -> ScriptedAnswer? {
        guard let index = entries.firstIndex(where: { $0.label == nil || $0.label == label }) else { return nil }
        let answer = entries[index].answer
        entries[index].remaining -= 1
        if entries[index].remaining == 0 { entries.remove(at: index) }
        return answer
    }
}
