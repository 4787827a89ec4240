import Testing
import TraceBytes
import TraceModel
import TracePropagation

@Suite struct InjectionTests {
    static let wide = TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736)
    static let narrow = TraceID(high: 0, low: 0xa3ce_929d_0e0e_4736)
    static let span = SpanID(0x00f0_67aa_0ba9_02b7)
    static let parent = SpanID(0x05e3_ac9a_4f6e_3b90)

    func written(_ format: some PropagationFormat, _ context: SpanContext) -> [String] {
        var headers = HeaderFields()
        format.inject(context, into: &headers)
        return headers.map(\.description)
    }

    @Test(arguments: [
        (SamplingDecision.accept, false, "01"), (.deny, false, "00"), (.debug, false, "01"), (.defer, false, "00"),
        (.accept, true, "03"), (.deny, true, "02"),
    ])
    func traceparentHasOneBitForTheDecision(sampling: SamplingDecision, isRandom: Bool, flags: String) {
        let context = SpanContext(traceID: Self.wide, spanID: Self.span, sampling: sampling, isRandom: isRandom)
        #expect(
            written(TraceContextFormat(), context) == [
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-\(flags)"
            ])
    }

    @Test func a64BitIDIsPaddedInTraceparentAndKeptInB3() {
        let context = SpanContext(
            traceID: Self.narrow, traceIDWidth: .bits64, spanID: Self.span, sampling: .accept)
        #expect(
            written(TraceContextFormat(), context) == [
                "traceparent: 00-0000000000000000a3ce929d0e0e4736-00f067aa0ba902b7-01"
            ])
        #expect(written(B3SingleFormat(), context) == ["b3: a3ce929d0e0e4736-00f067aa0ba902b7-1"])
        #expect(written(B3MultiFormat(), context).first == "x-b3-traceid: a3ce929d0e0e4736")
    }

    @Test func anIDOf128BitsIsNeverCut() {
        let context = SpanContext(traceID: Self.wide, traceIDWidth: .bits64, spanID: Self.span, sampling: .defer)
        #expect(written(B3SingleFormat(), context) == ["b3: 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"])
    }

    @Test(arguments: [
        (SamplingDecision.accept, nil, "-1"), (.deny, nil, "-0"), (.debug, nil, "-d"), (.defer, nil, ""),
        (.accept, parent, "-1-05e3ac9a4f6e3b90"), (.deny, parent, "-0-05e3ac9a4f6e3b90"), (.defer, parent, ""),
        (.accept, SpanID(0), "-1"),
    ])
    func b3SingleWritesStateAndParentWhereTheyHaveAPlace(sampling: SamplingDecision, parent: SpanID?, end: String) {
        let context = SpanContext(
            traceID: Self.wide, spanID: Self.span, parentSpanID: parent, sampling: sampling)
        #expect(
            written(B3SingleFormat(), context) == ["b3: 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7" + end])
    }

    @Test(arguments: [
        (SamplingDecision.accept, ["x-b3-sampled: 1"]), (.deny, ["x-b3-sampled: 0"]), (.debug, ["x-b3-flags: 1"]),
        (.defer, []),
    ])
    func b3MultiWritesSampledOrFlags(sampling: SamplingDecision, end: [String]) {
        let ids = ["x-b3-traceid: 4bf92f3577b34da6a3ce929d0e0e4736", "x-b3-spanid: 00f067aa0ba902b7"]
        var context = SpanContext(traceID: Self.wide, spanID: Self.span, sampling: sampling)
        #expect(written(B3MultiFormat(), context) == ids + end)
        context.parentSpanID = Self.parent
        #expect(written(B3MultiFormat(), context) == ids + ["x-b3-parentspanid: 05e3ac9a4f6e3b90"] + end)
    }

    @Test(arguments: PropagationFormats.all.map(\.name), [(TraceID(high: 0, low: 0), span), (wide, SpanID(0))])
    func zeroIDsAreNotWritten(name: String, ids: (TraceID, SpanID)) throws {
        let format = try #require(PropagationFormats.named(name))
        #expect(written(format, SpanContext(traceID: ids.0, spanID: ids.1, sampling: .accept)).isEmpty)
    }

    @Test func whatTheFieldsSaidBeforeIsGone() {
        var headers = HeaderFields([
            ("X-B3-ParentSpanId", "1111111111111111"), ("X-B3-Flags", "1"), ("B3", "0"), ("TraceState", "a=1"),
        ])
        Propagators.standard.inject(
            SpanContext(traceID: Self.wide, spanID: Self.span, sampling: .accept), into: &headers)
        #expect(
            headers.map(\.description) == [
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "x-b3-traceid: 4bf92f3577b34da6a3ce929d0e0e4736", "x-b3-spanid: 00f067aa0ba902b7", "x-b3-sampled: 1",
                "b3: 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            ])
    }

    @Test func traceStateIsOneFieldOfAtMost32ValidMembers() {
        let members = (0..<34).map { TraceStateMember("k\($0)", "v") }
        var context = SpanContext(traceID: Self.wide, spanID: Self.span, sampling: .accept, traceState: members)
        let expected = (0..<32).map { "k\($0)=v" }.joined(separator: ",")
        #expect(written(TraceContextFormat(), context).last == "tracestate: " + expected)
        context.traceState = [
            TraceStateMember("Upper", "1"), TraceStateMember("b", "x,y"), TraceStateMember("own", "1"),
        ]
        #expect(written(TraceContextFormat(), context).last == "tracestate: own=1")
    }
}

@Suite struct OutgoingHeadersTests {
    let incoming = HeaderFields([
        ("X-Request-ID", "a9f5-\u{e9}"), ("x-request-id", "second"), ("x-b3-traceid", "463ac35c9f6413ad"),
        ("x-b3-spanid", "463ac35c9f6413ad"), ("x-b3-parentspanid", "1111111111111111"), ("x-b3-flags", "1"),
        ("b3", "0"), ("tracestate", "a=1"), ("x-ot-span-context", "EhQJNkcODp2SzqMRtwKpC6pn8AAYAQ=="),
        ("Authorization", "Bearer x"), ("cookie", "a=b"), ("user-agent", "curl"), ("Host", "a"),
    ])
    let context = SpanContext(traceID: InjectionTests.wide, spanID: InjectionTests.span, sampling: .accept)

    @Test func spokenFormatsAreWrittenAnewAndTheOthersDropped() throws {
        let headers = try Propagators(environment: "tracecontext").tracingHeaders(from: incoming, context: context)
        #expect(
            headers.map(\.description) == [
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "X-Request-ID: a9f5-\u{e9}",
                "x-ot-span-context: EhQJNkcODp2SzqMRtwKpC6pn8AAYAQ==",
            ])
    }

    @Test func allFormatsOfOneRequestNameOneSpan() {
        let headers = Propagators.standard.tracingHeaders(from: incoming, context: context)
        let contexts = Propagators.contexts(in: headers)
        #expect(contexts.map(\.format) == ["tracecontext", "b3multi", "b3"])
        #expect(Set(contexts.map(\.spanIDText)) == ["00f067aa0ba902b7"])
        #expect(contexts.allSatisfy { $0.flaws.isEmpty })
        #expect(!headers.contains("x-b3-parentspanid"))
    }

    @Test(arguments: [
        (SamplingDecision.deny, ["x-b3-sampled: 0", "b3: 0"]), (.accept, ["x-b3-sampled: 1", "b3: 1"]),
        (.debug, ["x-b3-flags: 1", "b3: d"]), (.defer, []),
    ])
    func withoutAContextADecisionIsPassedOn(sampling: SamplingDecision, fields: [String]) {
        let headers = Propagators.standard.tracingHeaders(from: HeaderFields(), context: nil, sampling: sampling)
        #expect(headers.map(\.description) == fields)
    }

    @Test func noFormatsLeaveTheOpaqueFields() throws {
        let headers = try Propagators(environment: "none").tracingHeaders(from: incoming, context: context)
        #expect(headers.map(\.nameText) == ["X-Request-ID", "x-ot-span-context"])
    }

    @Test func opaqueFieldsPassByteForByte() {
        var odd = HeaderFields()
        odd.append(name: "X-Request-Id".utf8, value: [0xff, 0x80, 0x20, 0x09, 0x41])
        #expect(Propagators([]).tracingHeaders(from: odd, context: nil) == odd)
    }

    @Test func allFieldsOfBaggageAreKept() {
        let fields = HeaderFields([("baggage", "a=1"), ("Baggage", "b=2")])
        #expect(Propagators.standard.tracingHeaders(from: fields, context: nil) == fields)
    }

    @Test func noFieldIsBothOpaqueAndOfAFormat() {
        #expect(Set(OpaqueHeaders.names).isDisjoint(with: PropagationFormats.fieldNames))
        #expect(Set(OpaqueHeaders.names).count == OpaqueHeaders.names.count)
    }
}

extension Propagators {
    /// The fields that a call gets which has none of its own.
    func tracingHeaders(
        from incoming: HeaderFields, context: SpanContext?, sampling: SamplingDecision? = nil
    ) -> HeaderFields {
        var headers = HeaderFields()
        propagate(from: incoming, context: context, sampling: sampling, into: &headers)
        return headers
    }
}
