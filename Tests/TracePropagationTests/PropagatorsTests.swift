import Testing
import TraceBytes
import TraceModel
import TracePropagation

@Suite struct PropagatorListTests {
    @Test(
        arguments: [
            (nil, ["tracecontext", "b3multi", "b3"]), ("", ["tracecontext", "b3multi", "b3"]),
            ("b3", ["b3"]), (" b3 , TraceContext,b3,", ["b3", "tracecontext"]), ("none", []),
        ] as [(String?, [String])])
    func namesAreReadInTheirOrder(text: String?, names: [String]) throws {
        #expect(try Propagators(environment: text).names == names)
    }

    @Test(arguments: [
        ("tracecontext,b3mutli", "'b3mutli' is not spoken here; accepted are tracecontext, b3multi, b3, or none"),
        ("none,b3", "'none' stands beside other names; accepted are tracecontext, b3multi, b3, or none alone"),
    ])
    func otherNamesAreRefusedWithTheKnownOnes(text: String, message: String) {
        #expect {
            try Propagators(environment: text)
        } throws: { error in
            "\(error)" == "OTEL_PROPAGATORS: \(message)"
        }
    }
}

@Suite struct PrecedenceTests {
    static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    static let span = "00f067aa0ba902b7"

    func extract(_ fields: [(String, String)], _ names: String? = nil) throws -> ExtractedContext {
        try Propagators(environment: names).extract(from: HeaderFields(fields))
    }

    @Test func theFirstFormatOfTheListWinsAndTheOthersAreNamed() throws {
        let fields = [
            ("b3", "a3ce929d0e0e4736-05e3ac9a4f6e3b90-0"), ("traceparent", "00-\(Self.trace)-\(Self.span)-01"),
        ]
        let standard = try extract(fields)
        #expect(standard.format == "tracecontext")
        #expect(standard.context?.traceID.hex == Self.trace)
        #expect(standard.sampling == .accept)
        #expect(standard.statements.map(\.format) == ["tracecontext", "b3"])
        #expect(
            standard.disagreements.map { "\($0)" } == [
                "b3.span-id: expected 00f067aa0ba902b7, found 05e3ac9a4f6e3b90",
                "b3.sampling: expected accept, found deny",
            ])
        #expect(try extract(fields, "b3,tracecontext").context?.spanID.hex == "05e3ac9a4f6e3b90")
    }

    @Test func anInvalidContextIsPassedOverAndReported() throws {
        let found = try extract([("traceparent", "00-zz"), ("b3", "\(Self.trace)-\(Self.span)-1")])
        #expect(found.format == "b3")
        #expect(
            found.refusals.map { "\($0)" } == [
                "traceparent: expected version, trace id, span id and flags with dashes between, found '00-zz'"
            ])
    }

    @Test(arguments: [
        ([("b3", "0")], SamplingDecision.deny), ([("b3", "d")], .debug), ([("X-B3-Sampled", "1")], .accept),
        ([("X-B3-Flags", "1")], .debug), ([("X-B3-Sampled", "0"), ("b3", "1")], .deny),
    ])
    func aDecisionWithoutIDsCountsWhenThereIsNoContext(fields: [(String, String)], decision: SamplingDecision) throws {
        let found = try extract(fields)
        #expect(found.context == nil)
        #expect(found.sampling == decision)
    }

    @Test func aContextStandsBesideADecisionWithoutIDs() throws {
        let parent = ("traceparent", "00-\(Self.trace)-\(Self.span)-01")
        #expect(try extract([("b3", "0"), parent], "b3,tracecontext").sampling == .accept)
        // The ids of the multi form defer, so that the refusal is the only word on it.
        let found = try extract([("b3", "0"), ("x-b3-traceid", Self.trace), ("x-b3-spanid", Self.span)])
        #expect(found.context?.spanID.hex == Self.span)
        #expect(found.sampling == .deny)
    }

    @Test(arguments: [("01", "X-B3-Flags", "1", SamplingDecision.debug), ("00", "unrelated", "", .defer)])
    func theFinerFormatCompletesTheBit(flags: String, name: String, value: String, decision: SamplingDecision) throws {
        let found = try extract([
            ("traceparent", "00-\(Self.trace)-\(Self.span)-\(flags)"), ("tracestate", "rojo=1"),
            ("x-b3-traceid", Self.trace), ("x-b3-spanid", Self.span), ("x-b3-parentspanid", "05e3ac9a4f6e3b90"),
            (name, value),
        ])
        #expect(found.format == "tracecontext")
        #expect(found.sampling == decision)
        #expect(found.context?.parentSpanID?.hex == "05e3ac9a4f6e3b90")
        #expect(found.context?.traceState == [TraceStateMember("rojo", "1")])
        #expect(found.disagreements.isEmpty)
    }

    @Test func traceStateIsKeptWhenB3Wins() throws {
        let found = try extract(
            [
                ("b3", "\(Self.trace)-\(Self.span)-1"), ("traceparent", "00-\(Self.trace)-\(Self.span)-03"),
                ("tracestate", "rojo=1"),
            ], "b3,tracecontext")
        #expect(found.format == "b3")
        #expect(found.context?.traceState == [TraceStateMember("rojo", "1")])
        #expect(found.context?.isRandom == true)
    }

    @Test func aContextOfAnotherSpanCompletesNothing() throws {
        let found = try extract([
            ("traceparent", "00-\(Self.trace)-\(Self.span)-01"), ("b3", "\(Self.trace)-05e3ac9a4f6e3b90-d"),
        ])
        #expect(found.sampling == .accept)
        #expect(
            found.disagreements.map { "\($0)" } == ["b3.span-id: expected 00f067aa0ba902b7, found 05e3ac9a4f6e3b90"])
    }

    @Test func a64BitIDKeepsItsWidthBesideItsPaddedForm() throws {
        let found = try extract([
            ("traceparent", "00-0000000000000000a3ce929d0e0e4736-\(Self.span)-01"),
            ("b3", "a3ce929d0e0e4736-\(Self.span)-1"),
        ])
        #expect(found.context?.traceIDWidth == .bits64)
        #expect(found.disagreements.isEmpty)
    }
}
