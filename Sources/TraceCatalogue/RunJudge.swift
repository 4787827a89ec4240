import TraceBytes
import TraceModel
import TraceRules
import TraceTrees
import TraceWire

/// Judges the payloads of one run, one after another, and says in the end what became of every selected rule.
///
/// ```
/// submitted → content → grammar rules → records → rules of the format
///                     ↘ spans → content rules … at the end: traces → whole-trace rules
/// ```
/// What it keeps does not grow with the payloads, but for the spans of the traces where rules about whole traces are selected:
/// these have a limit of their own.
public struct RunJudge {
    private let selection: CheckSelection
    private var ledger: RuleLedger
    private let http: RuleBench<CarriedPayload>
    private let formats: [FormatBench]
    private let content: RuleBench<JudgedSpan>
    private let wholeTraces: RuleBench<JudgedTrace>
    private let expectations: RuleBench<ExpectedPair>
    /// Payloads that were refused before the recording in work.
    private var refusedBefore = 0
    private var spansWithoutTraces = 0
    private var traces: TraceCollection
    private var account = RunAccount()

    private struct FormatBench {
        let rules: FormatRules
        let grammar: RuleBench<CarriedPayload>
        let records: RecordsBench
    }

    public init(_ selection: CheckSelection = CheckSelection()) {
        var ledger = RuleLedger(selection)
        http = RuleBench(HTTPRules.all, in: &ledger)
        formats = FormatRules.all.map { rules in
            FormatBench(rules: rules, grammar: RuleBench(rules.grammar, in: &ledger), records: rules.bench(&ledger))
        }
        content = RuleBench(ContentRules.all, in: &ledger)
        wholeTraces = RuleBench(WholeTraceRules.all, in: &ledger)
        expectations = RuleBench(ExpectationRules.all, in: &ledger)
        traces = TraceCollection(isKept: !wholeTraces.isIdle || !expectations.isIdle)
        self.selection = selection
        self.ledger = ledger
    }

    /// Judges the next payload.
    public mutating func judge(_ payload: SubmittedPayload) {
        if let obstacle = payload.obstacle { return leaveOut(payload.source, because: obstacle) }
        if let broken = payload.request?.brokenRule { return judge(payload, breaking: broken) }
        let content = payload.content(limits: selection.limits)
        guard let format = payload.format ?? PayloadSniffing.format(of: payload, content: (try? content.get()) ?? []),
            let bench = formats.first(where: { $0.rules.format == format })
        else { return leaveOut(payload.source, because: PayloadSniffing.advice(for: payload)) }
        let brokenBefore = ledger.brokenMusts
        let obstacle: String?
        switch content {
        case .success(let bytes):
            let place = PayloadPlace(number: account.payloads, source: payload.source, content: bytes)
            obstacle = judge(payload, content: bytes, with: bench, at: place)
        case .failure(let error):
            let place = PayloadPlace(number: account.payloads, source: payload.source, content: [])
            let carried = CarriedPayload(
                [], format: format, request: payload.request, port: payload.port, contentError: error)
            judge(carried, with: bench, at: place)
            obstacle = "its body: \(error)"
        }
        account.add(payload, as: format)
        // Mostly a MUST says so. Where none did, nobody has looked at what is in there, which is no pass.
        if let obstacle, ledger.brokenMusts == brokenBefore {
            account.unjudged.add(payload.source, because: obstacle)
        }
    }

    /// What broke a rule of HTTP/2 is no request: of a call of gRPC its carrier is judged, and nothing else.
    private mutating func judge(_ payload: SubmittedPayload, breaking broken: BrokenHTTP2Rule) {
        let reason = "it is no request: \(broken)"
        guard let format = payload.format ?? PayloadSniffing.format(of: payload, content: []),
            let bench = formats.first(where: { $0.rules.format == format }), case .grpc = format.carrier
        else { return leaveOut(payload.source, because: reason) }
        let brokenBefore = ledger.brokenMusts
        let carried = CarriedPayload([], format: format, request: payload.request, port: payload.port)
        judge(carried, with: bench, at: PayloadPlace(number: account.payloads, source: payload.source, content: []))
        account.add(payload, as: format)
        if ledger.brokenMusts == brokenBefore { account.unjudged.add(payload.source, because: reason) }
    }

    /// Counts payloads that cannot be judged.
    public mutating func leaveOut(_ source: String, because reason: String, count: Int = 1) {
        account.payloads += count
        account.unjudged.add(source, because: reason, count: count)
    }

    /// - Returns: what kept some rules from looking at it; nil when nothing did.
    private mutating func judge(
        _ payload: SubmittedPayload, content: [UInt8], with bench: FormatBench, at place: PayloadPlace
    ) -> String? {
        var failure: WireError?
        // The server of Zipkin takes an empty body, and a rule of its own speaks of it.
        if !content.isEmpty {
            do throws(WireError) {
                try bench.records.judge(content, place, &ledger)
            } catch {
                failure = error
            }
        }
        let carried = CarriedPayload(
            content, format: bench.rules.format, request: payload.request, port: payload.port, failure: failure)
        judge(carried, with: bench, at: place)
        if content.isEmpty { return nil }
        if let failure { return "\(failure)" }
        // Zero is no time at which anything arrives: nobody said it.
        let arrival = payload.request.flatMap { $0.arrival > 0 ? Timestamp(nanoseconds: $0.arrival) : nil }
        return judgeSpans(of: content, bench.rules, arrival: arrival, at: place)
    }

    private mutating func judge(_ carried: CarriedPayload, with bench: FormatBench, at place: PayloadPlace) {
        if case .http = carried.format.carrier { http.judge(carried, at: place, into: &ledger) }
        bench.grammar.judge(carried, at: place, into: &ledger)
    }

    private mutating func judgeSpans(
        of content: [UInt8], _ rules: FormatRules, arrival: Timestamp?, at place: PayloadPlace
    ) -> String? {
        do throws(WireError) {
            let added = try traces.add(content, rules, arrival: arrival, readingAll: !self.content.isIdle)
            account.spans += added.count
            for span in added.spans {
                account.add(span)
                let judged = JudgedSpan(span, dataModel: rules.dataModel, arrival: arrival)
                self.content.judge(judged, at: place, into: &ledger)
            }
            return nil
        } catch {
            // What real servers refuse.
            account.refused.add(place.source, because: "\(error)")
            return "\(error)"
        }
    }

    /// Ends a recording of which the run consists: nothing that comes later belongs to its traces.
    ///
    /// - Parameters:
    ///   - name: what people call it, a folder.
    ///   - expected: what its program meant to send; empty when nobody knows.
    public mutating func endRecording(_ name: String, expected: [ExpectedSpan] = []) {
        let place = PayloadPlace(number: nil, source: name, content: [])
        traces.forEach(isComplete: selection.isComplete, virtualParents: selection.virtualParents) { trace in
            wholeTraces.judge(trace, at: place, into: &ledger)
        }
        // What was refused did arrive, and the rules of its form say what is wrong with it.
        let isWhole = account.refused.count == refusedBefore
        for span in expected {
            for pair in traces.pairs(of: span) where isWhole || pair.actual != nil {
                expectations.judge(pair, at: place, into: &ledger)
            }
        }
        refusedBefore = account.refused.count
        spansWithoutTraces += traces.spansLeftOut
        traces = TraceCollection(isKept: traces.isKept)
    }

    /// Judges what only the whole run tells.
    public mutating func finish() -> CheckResult {
        endRecording(PayloadPlace.run.source)
        http.finish(into: &ledger)
        for bench in formats {
            bench.grammar.finish(into: &ledger)
            bench.records.finish(&ledger)
        }
        content.finish(into: &ledger)
        wholeTraces.finish(into: &ledger)
        return CheckResult(
            tallies: ledger.tallies, account: account, spansWithoutTraces: spansWithoutTraces,
            isComplete: selection.isComplete)
    }
}
