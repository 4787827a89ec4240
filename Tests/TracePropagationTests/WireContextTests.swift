import Testing
import TraceBytes
import TraceModel
import TracePropagation

/// What a judge of the wire is told.
@Suite struct WireContextTests {
    static let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    func contexts(_ fields: [(String, String)]) -> [WireContext] { Propagators.contexts(in: HeaderFields(fields)) }

    @Test(arguments: [
        ("traceparent", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", WireFlaw.Kind.idSpelling, true),
        ("traceparent", "00-a3ce929d0e0e4736-00f067aa0ba902b7-01", .idSpelling, true),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", .grammar, true),
        ("traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", .grammar, true),
        ("traceparent", "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", .senderOnly, false),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff", .senderOnly, false),
        ("b3", "4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-1", .idSpelling, true),
        ("b3", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-2", .grammar, true),
        ("x-b3-sampled", "true", .senderOnly, false), ("x-b3-sampled", "yes", .grammar, true),
        ("tracestate", "a=1", .grammar, true),
    ])
    func flawsAreSorted(name: String, value: String, kind: WireFlaw.Kind, isFatal: Bool) throws {
        let found = contexts([(name, value)])
        try #require(found.count == 1)
        #expect(found[0].flaws.map(\.kind) == [kind])
        #expect(found[0].isUnusable == isFatal)
    }

    @Test func idsAreGivenAsSpelt() {
        let found = contexts([("b3", "4BF9-00F0-1-05E3")])
        #expect(found.map(\.traceIDText) == ["4BF9"])
        #expect(found.map(\.spanIDText) == ["00F0"])
        #expect(found.map(\.parentSpanIDText) == ["05E3"])
        #expect(found.map(\.sampling) == [.accept])
        #expect(found.allSatisfy { $0.context == nil })
    }

    @Test func everyTraceparentIsGivenAndNoneIsUsed() {
        let found = contexts([("traceparent", Self.good), ("Traceparent", Self.good)])
        #expect(found.map { $0.flaws.map(\.kind) } == [[.repeated], [.repeated]])
        #expect(found.allSatisfy { $0.context == nil && $0.isUnusable })
        #expect(found.first?.flaws.map(\.description) == ["traceparent: expected one field, found 2 fields"])
    }

    @Test func aRepeatedB3FieldIsAFlawAndTheFirstOneCounts() {
        let single = contexts([("b3", "1"), ("b3", "0")])
        #expect(single.map { $0.flaws.map(\.kind) } == [[], [.repeated]])
        let multi = contexts([("x-b3-sampled", "1"), ("X-B3-Sampled", "0")])
        #expect(multi.map { $0.flaws.map(\.kind) } == [[.repeated]])
        #expect(multi.map(\.sampling) == [.accept])
    }

    @Test func debugBesideSampledIsForReadersOnly() {
        let found = contexts([("x-b3-flags", "1"), ("x-b3-sampled", "1")])
        #expect(found.map { $0.flaws.map(\.kind) } == [[.senderOnly]])
        #expect(found.map(\.sampling) == [.debug])
    }

    @Test func aBadTraceStateLeavesTheContext() {
        let found = contexts([("traceparent", Self.good), ("tracestate", "a=1,B=2")])
        #expect(
            found.map { $0.flaws.map(\.description) } == [
                ["tracestate: expected members key=value of the Level 2 grammar, found 'B=2'"]
            ])
        #expect(found.first?.context?.traceState == [])
    }

    @Test func quotedTextIsPrintableAndBounded() {
        var headers = HeaderFields()
        headers.append(name: "b3".utf8, value: [0x1b, 0xff] + Array(repeating: 0x61, count: 100_000))
        let text = Propagators.contexts(in: headers).flatMap(\.flaws).map(\.description).joined()
        #expect(text.contains("'\\x1b\\xffaaa"))
        #expect(text.hasSuffix("a… (100002 bytes)'"))
        #expect(text.utf8.count < 250)
    }

    @Test func noFieldsNoContexts() { #expect(contexts([("x-request-id", "1")]).isEmpty) }
}
