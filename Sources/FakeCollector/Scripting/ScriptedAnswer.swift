/// What a collector does with a request in place of what its form's server would do.
public struct ScriptedAnswer: Sendable {
    /// What the sender gets.
    public var action: Action
    /// How long the sender waits for it, after its request was recorded. A call of gRPC that gives itself less time
    /// (`grpc-timeout`) is answered with DEADLINE_EXCEEDED when that is up.
    public var delay: Duration
    /// What becomes of the connection behind it.
    public var ending: Ending

    public enum Action: Sendable {
        /// As without a script; for answers that are only late, or the last ones of their connection.
        case normal
        /// This answer of HTTP, also to a call of gRPC. With a status of success (2xx) the payload is taken as ever and only
        /// the answer is another; with any other it is kept raw and not looked at.
        case respond(Response)
        /// This status of gRPC; a request that is no call gets the status of HTTP that OTLP pairs with it. With OK the payload
        /// is taken.
        case call(CallStatus)
        /// The payload is taken, and the sender told that so many of its spans were not (OTLP, Partial Success). Other forms
        /// have no such answer, and give their normal one.
        case partialSuccess(rejectedSpans: Int, message: String)
        /// The stream of the request is reset with this code of HTTP/2 (RFC 9113 section 7): 7 is REFUSED_STREAM. A connection
        /// of HTTP/1.1 is reset.
        case resetStream(code: UInt32)
        /// The connection is reset in place of an answer.
        case dropConnection
        /// No answer comes, and the connection stays open.
        case silence
    }

    public enum Ending: Sendable, Hashable {
        /// As ever.
        case keep
        /// It takes no more requests: GOAWAY, or `Connection: close`.
        case goAway
        /// It ends after so many bytes of the answer, whose frames and fields count.
        case cut(afterBytes: Int)
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

    /// How a call of gRPC ends.
    public struct CallStatus: Sendable, Hashable {
        /// As `grpc-status` has it: 14 is UNAVAILABLE.
        public var code: Int
        public var message: String
        /// Said in a `google.rpc.RetryInfo`; nil for none.
        public var retryAfter: Duration?
        /// A whole `google.rpc.Status` for `grpc-status-details-bin`, in place of what `retryAfter` would make of it; empty
        /// for none.
        public var details: [UInt8]

        public init(code: Int, message: String = "", retryAfter: Duration? = nil, details: [UInt8] = []) {
            self.code = code
            self.message = message
            self.retryAfter = retryAfter
            self.details = details
        }
    }

    public init(_ action: Action, delay: Duration = .zero, ending: Ending = .keep) {
        self.action = action
        self.delay = delay
        self.ending = ending
    }
}

extension ScriptedAnswer {
    /// `.status(503, headers: [("Retry-After", "1")])`.
    public static func status(
        _ status: Int, headers: [(String, String)] = [], body: String = "", delay: Duration = .zero
    ) -> ScriptedAnswer {
        ScriptedAnswer(.respond(Response(status: status, headers: headers, body: Array(body.utf8))), delay: delay)
    }

    /// `.grpc(14, "come again", retryAfter: .seconds(1))`.
    public static func grpc(
        _ code: Int, _ message: String = "", retryAfter: Duration? = nil, delay: Duration = .zero
    ) -> ScriptedAnswer {
        ScriptedAnswer(.call(CallStatus(code: code, message: message, retryAfter: retryAfter)), delay: delay)
    }

    /// `.partialSuccess(rejectedSpans: 3, "too old")`.
    public static func partialSuccess(rejectedSpans: Int, _ message: String = "") -> ScriptedAnswer {
        ScriptedAnswer(.partialSuccess(rejectedSpans: rejectedSpans, message: message))
    }

    /// What the form's server would say, but late.
    public static func late(_ delay: Duration) -> ScriptedAnswer { ScriptedAnswer(.normal, delay: delay) }

    /// What the form's server would say, as the last answer of the connection.
    public static let goAway = ScriptedAnswer(.normal, ending: .goAway)

    /// So many bytes of what the form's server would say, and then the end of the connection.
    public static func cut(afterBytes count: Int) -> ScriptedAnswer {
        ScriptedAnswer(.normal, ending: .cut(afterBytes: count))
    }

    /// `.resetStream(7)`: REFUSED_STREAM.
    public static func resetStream(_ code: UInt32) -> ScriptedAnswer { ScriptedAnswer(.resetStream(code: code)) }

    public static let dropConnection = ScriptedAnswer(.dropConnection)
    public static let silence = ScriptedAnswer(.silence)

    /// Whether the payload is decoded and stored.
    var takesPayload: Bool {
        switch action {
        case .normal, .partialSuccess: true
        case .respond(let response): (200..<300).contains(response.status)
        case .call(let status): status.code == 0
        case .resetStream, .dropConnection, .silence: false
        }
    }
}
