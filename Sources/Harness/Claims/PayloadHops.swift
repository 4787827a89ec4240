import TraceBytes

extension Claim {
    /// The reference hop's answer: the upstream's JSON object plus a member of its own.
    static let payloadHops = Claim("payload/hops", "the body names exactly the hops that the request reached") {
        run, tally in
        for request in run.observedRequests {
            guard case .response(_, let body, _) = request.sent.answer else { continue }
            guard !request.calls.contains(where: { $0.inbound.response == nil }) else {
                tally.block(by: "accounting/balanced")
                continue
            }
            let expected = request.reachedHops.map { run.chain.hops[$0].name }.sorted()
            let named = memberNames(of: body)
            let culprit = named == expected ? nil : firstWrongCall(request, run)
            tally.expect(
                named == expected,
                else: Finding(
                    "hops in the body", request: request.sent.number, hop: culprit?.hop, edge: culprit?.hop ?? 0,
                    expected: expected.joined(separator: ", "),
                    actual: named.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") } ?? "no JSON object"))
        }
        tally.figures = "\(tally.judged) answers"
    }

    /// The deepest hop that did not answer what it got from behind plus its own name.
    private static func firstWrongCall(_ request: RequestEvidence, _ run: RunAnalysis) -> HopCall? {
        request.calls.last { call in
            let behind = call.outbound.flatMap { memberNames(of: $0.exchange.response?.body ?? []) ?? [] }
            let expected = Set(behind + [run.chain.hops[call.hop].name]).sorted()
            return memberNames(of: call.inbound.response?.body ?? []) != expected
        }
    }

    private static func memberNames(of body: [UInt8]) -> [String]? {
        guard case .object(let members)? = try? JSONValue(parsing: body) else { return nil }
        return members.map(\.key).sorted()
    }
}
