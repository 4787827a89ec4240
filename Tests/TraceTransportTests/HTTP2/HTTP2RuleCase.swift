import Testing

@testable import TraceTransport

/// What a peer does behind the preface, which rule that trips, and how it ends; or that it is accepted.
struct HTTP2RuleCase: Sendable, CustomTestStringConvertible {
    enum Step: Sendable {
        case octets([UInt8])
        /// The side under test answers: `:status 200` and no content.
        case answer(UInt32)
        /// It answers with so much content.
        case answerContent(UInt32, Int)
        /// A client under test opens the next stream with a GET.
        case open
        /// It resets a stream.
        case reset(UInt32)
        /// It says GOAWAY.
        case goAway
        /// It never got the acknowledgment of its SETTINGS, which its owner waits for.
        case noAcknowledgment
    }

    enum End: Sendable, Equatable {
        /// GOAWAY with the last stream that was looked at, and the code.
        case connection(last: UInt32, code: UInt32)
        /// RST_STREAM, and the connection goes on.
        case stream(UInt32, code: UInt32)
        /// Nothing: the rule was kept, if only just.
        case accepted
    }

    let name: String
    let role: HTTP2Connection.Role
    let rule: HTTP2Rule?
    let end: End
    let steps: [Step]
    let limits: HTTP2Limits
    /// The steps begin with the very first octet, and not behind preface, SETTINGS and acknowledgment.
    let isBare: Bool

    var testDescription: String { name }

    init(
        _ name: String, _ role: HTTP2Connection.Role, _ rule: HTTP2Rule?, _ end: End, _ steps: [Step],
        limits: HTTP2Limits = HTTP2Limits(), isBare: Bool = false
    ) {
        self.name = name
        self.role = role
        self.rule = rule
        self.end = end
        self.steps = steps
        self.limits = limits
        self.isBare = isBare
    }

    /// A server is what is sent to.
    init(
        _ name: String, _ rule: HTTP2Rule?, _ end: End, _ steps: [Step], limits: HTTP2Limits = HTTP2Limits(),
        isBare: Bool = false
    ) {
        self.init(name, .server, rule, end, steps, limits: limits, isBare: isBare)
    }

    /// A server is sent octets that end the connection.
    static func breaks(
        _ name: String, _ rule: HTTP2Rule, _ code: UInt32, last: UInt32 = 0, _ octets: [UInt8]...
    ) -> HTTP2RuleCase {
        HTTP2RuleCase(name, rule, .connection(last: last, code: code), octets.map(Step.octets))
    }

    /// A server is sent octets that end a stream.
    static func resets(
        _ name: String, _ rule: HTTP2Rule, _ code: UInt32, stream: UInt32 = 1, _ octets: [UInt8]...
    ) -> HTTP2RuleCase {
        HTTP2RuleCase(name, rule, .stream(stream, code: code), octets.map(Step.octets))
    }

    /// A server is sent octets that just keep to a rule.
    static func keeps(_ name: String, _ rule: HTTP2Rule?, _ octets: [UInt8]...) -> HTTP2RuleCase {
        HTTP2RuleCase(name, rule, .accepted, octets.map(Step.octets))
    }

    /// The connection behind the last step.
    func run() throws -> HTTP2Peer {
        let peer = isBare ? HTTP2Peer(role, limits: limits) : HTTP2Peer.greeted(role, limits: limits)
        if isBare {
            peer.take()
            peer.forget()
        }
        for step in steps {
            switch step {
            case .octets(let octets): peer.send(octets)
            case .answer(let stream): peer.respond(stream)
            case .answerContent(let stream, let count): peer.respond(stream, body: Array(repeating: 0x61, count: count))
            case .open: _ = try peer.open()
            case .reset(let stream): peer.connection.reset(stream, .cancel)
            case .goAway: peer.connection.goAway()
            case .noAcknowledgment: peer.connection.fail(HTTP2Violation(.settingsAcknowledged))
            }
        }
        peer.take()
        return peer
    }

    static let all: [HTTP2RuleCase] = Array(
        [
            prefaceCases, frameCases, headerBlockCases, streamCases, closedStreamCases, dataCases, headersCases,
            priorityAndResetCases, settingsCases, controlCases, windowCases, messageCases, lengthCases, fieldNameCases,
            fieldValueCases, connectionCases, pseudoFieldCases, requestCases, statusCases, compressionCases, floodCases,
        ].joined())
}

/// The codes of RFC 9113 section 7, as numbers.
enum HTTP2Code {
    static let protocolError: UInt32 = 1
    static let flowControlError: UInt32 = 3
    static let settingsTimeout: UInt32 = 4
    static let streamClosed: UInt32 = 5
    static let frameSizeError: UInt32 = 6
    static let refusedStream: UInt32 = 7
    static let compressionError: UInt32 = 9
    static let enhanceYourCalm: UInt32 = 11
}
