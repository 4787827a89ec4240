import Testing

@testable import TraceTransport

/// RFC 9113 rule by rule: what breaks one ends exactly what the RFC says, with its code; what just keeps it is accepted.
@Suite struct HTTP2RuleTests {
    @Test(arguments: HTTP2RuleCase.all)
    func rulesAreKept(_ rule: HTTP2RuleCase) throws {
        let peer = try rule.run()
        switch rule.end {
        case .connection(let last, let code):
            let failure = try #require(peer.connection.failure)
            #expect(failure.rule == rule.rule)
            #expect(!failure.rule.endsStreamOnly || failure.code == failure.rule.code)
            #expect(peer.events.last == .failed(failure))
            let debug = Array(failure.description.utf8.prefix(256))
            #expect(peer.output.suffix(17 + debug.count) == HTTP2Bytes.goAway(last, code, debug: debug)[...])
            #expect(peer.written.filter { $0.type == 7 }.count == (rule.saidGoAway ? 2 : 1))
            // Nothing is read behind it.
            let later = peer.exchange(HTTP2Bytes.ping())
            #expect(later.isEmpty)
            #expect(peer.connection.isDone)
        case .stream(let stream, let code):
            #expect(peer.connection.failure == nil)
            #expect(peer.lastViolation?.rule == rule.rule)
            #expect(peer.lastViolation?.rule.endsStreamOnly == true)
            // NO_ERROR and CANCEL are what the steps themselves bring about.
            let resets = peer.written.filter { $0.type == 3 && $0.payload[3] != 0 && $0.payload[3] != 8 }
            #expect(resets == [HTTP2WrittenFrame(3, stream: stream, HTTP2Bytes.number(code))])
            let isAlive = peer.isAlive()
            #expect(isAlive)
        case .accepted:
            #expect(peer.connection.failure == nil)
            #expect(peer.lastViolation == nil)
            let isAlive = peer.isAlive()
            #expect(isAlive)
        }
    }

    @Test func everyRuleIsBrokenOnceAndJustKeptOnce() {
        let broken = HTTP2RuleCase.all.filter { $0.end != .accepted }.compactMap(\.rule)
        let kept = HTTP2RuleCase.all.filter { $0.end == .accepted }.compactMap(\.rule)
        #expect(HTTP2Rule.allCases.filter { !broken.contains($0) } == [])
        #expect(HTTP2Rule.allCases.filter { !kept.contains($0) } == [])
    }

    @Test func namesOfCasesAreDistinct() {
        #expect(Set(HTTP2RuleCase.all.map(\.name)).count == HTTP2RuleCase.all.count)
    }

    /// Each cut of a connection into two reads gives what it gives whole.
    @Test(arguments: HTTP2RuleCase.all.filter { $0.isShort })
    func cutsChangeNothing(_ rule: HTTP2RuleCase) throws {
        let whole = try rule.run()
        let cut = try rule.inOctets().run()
        #expect(cut.events.map(\.withoutGrowth) == whole.events.map(\.withoutGrowth))
        #expect(cut.output == whole.output)
    }
}

extension HTTP2RuleCase {
    fileprivate var saidGoAway: Bool {
        steps.contains { step in
            guard case .goAway = step else { return false }
            return true
        }
    }

    /// Floods are cut elsewhere.
    fileprivate var isShort: Bool {
        steps.reduce(0) { sum, step in
            guard case .octets(let octets) = step else { return sum }
            return sum + octets.count
        } < 2000
    }

    /// The same, octet by octet.
    fileprivate func inOctets() -> HTTP2RuleCase {
        let steps: [Step] = steps.flatMap { step in
            guard case .octets(let octets) = step else { return [step] }
            return octets.map { Step.octets([$0]) }
        }
        return HTTP2RuleCase(name, role, rule, end, steps, limits: limits, isBare: isBare)
    }
}

extension HTTP2Event {
    /// How many octets one read brought of a message is the only thing that cuts may change.
    fileprivate var withoutGrowth: HTTP2Event? {
        guard case .growing = self else { return self }
        return nil
    }
}
