import Testing
import TraceBytes
import TraceModel
import TracePropagation

/// The vectors, each read by the formats that it is about.
@Suite struct VectorTests {
    /// The vectors' headings, with the `OTEL_PROPAGATORS` that reads them.
    static let propagators = [
        "W3C traceparent": "tracecontext",
        "W3C tracestate": "tracecontext",
        "B3 single (b3)": "b3",
        "B3 multi (X-B3-*)": "b3multi",
        "B3 precedence (both forms present)": "b3,b3multi",
    ]

    @Test(arguments: propagators.keys.sorted())
    func everyHeadingHasVectorsOfBothSorts(heading: String) throws {
        let vectors = try PropagationVector.all().filter { $0.format == heading }
        #expect(vectors.contains { $0.expected != nil })
        #expect(vectors.contains { $0.expected == nil })
    }

    @Test func everyFormatIsReadBySomeVector() {
        let read = Set(Self.propagators.values.flatMap { $0.split(separator: ",").map(String.init) })
        #expect(read == Set(PropagationFormats.all.map(\.name)))
    }

    @Test(arguments: try PropagationVector.all())
    func isExtractedAsExpected(vector: PropagationVector) throws {
        let names = try #require(Self.propagators[vector.format])
        let found = try Propagators(environment: names).extract(from: vector.headers)
        guard vector.format != "W3C tracestate" else {
            // What is refused is the list; the traceparent beside it stays valid.
            let members = vector.expected?.members?.map { TraceStateMember($0[0], $0[1]) } ?? []
            #expect(found.context?.traceState ?? [] == members)
            #expect((found.context != nil) == vector.headers.contains("traceparent"))
            return
        }
        guard let expected = vector.expected else {
            #expect(found.context == nil)
            #expect(found.sampling == nil)
            return
        }
        #expect(found.context.map { $0.traceIDWidth == .bits64 ? $0.traceID.lowHex : $0.traceID.hex } == expected.trace)
        #expect(found.context?.spanID.hex == expected.span)
        #expect(found.context?.parentSpanID?.hex == expected.parent)
        #expect(found.sampling == expected.sampled?.decision ?? .defer)
        #expect(found.context?.isRandom ?? false == (expected.random == 1))
    }

    /// An `X` vector whose fields carry the right names says why it is refused.
    @Test(arguments: try PropagationVector.all().filter { $0.expected == nil })
    func refusalsAreExplained(vector: PropagationVector) throws {
        let names = try #require(Self.propagators[vector.format])
        let owned = try Propagators(environment: names).formats.flatMap(\.fieldNames)
        guard vector.headers.contains(where: { field in owned.contains { field.isNamed($0) } }) else { return }
        let contexts = Propagators.contexts(in: vector.headers)
        #expect(!contexts.isEmpty)
        #expect(contexts.allSatisfy { !$0.flaws.isEmpty })
    }
}
