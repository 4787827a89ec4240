import Testing
import TraceModel
import TraceTestSupport

/// A span that has everything a span can have.
private let richSpan = TraceSpan(
    traceID: TraceID(high: 1, low: 2), traceIDWidth: .bits64, spanID: SpanID(3), parentSpanID: SpanID(4),
    kind: .consumer,
    name: "receive ü", start: Timestamp(nanoseconds: 1_700_000_000_123_456_789), durationNanoseconds: -5,
    status: SpanStatus(.error, message: "not found"),
    attributes: [
        Attribute("text", .string("value")), Attribute("text", .string("")), Attribute("", .bool(true)),
        Attribute("int", .int(.min)), Attribute("double", .double(-0.0)), Attribute("bytes", .bytes([0, 255])),
        Attribute("list", .array([.int(1), .map([Attribute("k", .empty)])])), Attribute("empty", .empty),
        Attribute("long", .string(String(repeating: "é", count: 300_000))),
    ],
    events: [
        SpanEvent(time: Timestamp(nanoseconds: 7), name: "plain"),
        SpanEvent(
            time: Timestamp(nanoseconds: .min), name: "",
            attributes: [Attribute("k", .int(1)), Attribute("k", .int(2))], droppedAttributes: .max),
    ],
    links: [
        SpanLink(
            traceID: TraceID(high: .max, low: 0), spanID: SpanID(9), traceState: "a=b",
            attributes: [Attribute("l", .bool(false))], flags: 0x301, kind: .followsFrom, droppedAttributes: 7),
        SpanLink(traceID: TraceID(high: 0, low: 1), spanID: SpanID(1), kind: .childOf),
    ],
    resource: Resource(
        attributes: [Attribute("service.name", .string("s"))], schemaURL: "https://example.com/schemas/1.0.0",
        droppedAttributes: 3),
    scope: InstrumentationScope(
        name: "lib", version: "1", attributes: [Attribute("a", .array([.empty]))], schemaURL: "https://example.com/2",
        droppedAttributes: 4),
    localEndpoint: Endpoint(serviceName: "", ipv4: "10.0.0.1", ipv6: nil, port: 0),
    remoteEndpoint: Endpoint(serviceName: nil, ipv4: nil, ipv6: "::1", port: 65535),
    isShared: true, isDebug: true, traceState: "rojo=1", flags: 0xffff_ffff,
    dropped: DroppedCounts(attributes: 1, events: 2, links: .max))

private func plainSpan(trace: UInt64, number: UInt64) -> TraceSpan {
    TraceSpan(
        traceID: TraceID(high: 0, low: trace), spanID: SpanID(number), name: "get", durationNanoseconds: 0,
        attributes: [Attribute("number", .string("\(number)")), Attribute("kind", .string("plain"))])
}

@Suite struct SpanStoreTests {
    @Test func everyPartOfASpanComesBack() {
        var store = SpanStore()
        store.append(plainSpan(trace: 1, number: 1))
        store.append(richSpan)
        store.append(plainSpan(trace: 1, number: 2))
        #expect(store.span(at: 1) == richSpan)
        #expect(store.allSpans() == [plainSpan(trace: 1, number: 1), richSpan, plainSpan(trace: 1, number: 2)])
    }

    /// A resource that has nothing but its schema, and a scope that has nothing but attributes, are not "none".
    @Test func rarePartsOfSendersComeBackAlone() {
        var store = SpanStore()
        var span = plainSpan(trace: 1, number: 1)
        span.resource.schemaURL = "https://example.com/1"
        store.append(span)
        var other = plainSpan(trace: 1, number: 2)
        other.scope.attributes = [Attribute("k", .empty)]
        store.append(other)
        #expect(store.allSpans() == [span, other])
    }

    @Test func sendersThatAreNamedBehindTheirSpansCoverTheseAlone() {
        var store = SpanStore()
        let resource = Resource(attributes: [Attribute("service.name", .string("s"))])
        let scope = InstrumentationScope(name: "lib")
        var spans = (1...4).map { plainSpan(trace: 1, number: $0) }
        spans[2].localEndpoint = Endpoint(port: 1)
        for span in spans { store.append(span) }
        store.setScope(scope, ofSpansFrom: 3)
        store.setResource(resource, ofSpansFrom: 2)
        for place in 2...3 { spans[place].resource = resource }
        spans[3].scope = scope
        #expect(store.allSpans() == spans)
    }

    @Test func aSenderCoversARunOfSpansAndNoneOfItsNeighbours() {
        var store = SpanStore()
        let resource = Resource(attributes: [Attribute("service.name", .string("s"))])
        var spans = (1...4).map { plainSpan(trace: 1, number: $0) }
        for span in spans { store.append(span) }
        let number = store.intern(resource)
        store.setResource(number, ofSpans: 1..<3)
        store.setResource(number, ofSpans: 4..<9)
        for place in 1...2 { spans[place].resource = resource }
        #expect(store.allSpans() == spans)
    }

    @Test func tracesAreFoundByTheirIDAndListedInTheOrderOfTheirFirstSpan() {
        var store = SpanStore()
        let order: [UInt64] = [5, 3, 5, 9, 3, 5]
        for (number, trace) in order.enumerated() { store.append(plainSpan(trace: trace, number: UInt64(number) + 1)) }
        #expect(store.traceIDs.map(\.low) == [5, 3, 9])
        #expect(store.traceCount == 3)
        #expect(store.spans(of: TraceID(high: 0, low: 5)).map(\.spanID.value) == [1, 3, 6])
        #expect(store.spans(of: TraceID(high: 1, low: 5)) == [])
        store.removeAll()
        #expect(store.isEmpty && store.traceIDs.isEmpty && store.spans(of: TraceID(high: 0, low: 5)).isEmpty)
        store.append(richSpan)
        #expect(store.allSpans() == [richSpan])
    }

    @Test func valuesBeyondTheInternedOnesOfAKeyComeBackToo() {
        var store = SpanStore()
        let spans = (1...5000).map { plainSpan(trace: UInt64($0 % 7), number: UInt64($0)) }
        for span in spans { store.append(span) }
        #expect(store.allSpans() == spans)
    }

    /// A list of plain values is the model: whatever is added and rolled back, the store holds what the list holds.
    @Test func aRollbackLeavesTheStoreAsItWas() {
        let seed: UInt64 = 0x5354_4f52
        var generator = SeededGenerator(seed: seed)
        var store = SpanStore()
        var model: [TraceSpan] = []
        var fresh: UInt64 = 0
        for step in 0..<300 {
            let mark = store.mark()
            let batch = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                fresh += 1
                var span = Bool.random(using: &generator) ? richSpan : plainSpan(trace: 0, number: fresh)
                span.traceID.low = .random(in: 0...60, using: &generator)
                if span.attributes.count > 8 { span.attributes[8].value = .string("value of step \(step)") }
                return span
            }
            for span in batch { store.append(span) }
            if Bool.random(using: &generator) {
                store.rollback(to: mark)
            } else {
                model += batch
            }
            guard store.count == model.count else {
                Issue.record("seed \(seed), step \(step): \(store.count) spans instead of \(model.count)")
                return
            }
        }
        #expect(store.allSpans() == model, "seed \(seed)")
        let byTrace = Dictionary(grouping: model, by: \.traceID)
        #expect(store.traceCount == byTrace.count)
        for (trace, spans) in byTrace { #expect(store.spans(of: trace) == spans, "seed \(seed)") }
    }

    /// Lists of keys that share their beginning, one that ends where another goes on, and the same keys in another order.
    @Test func spansKeepTheirKeysInTheirOrder() {
        let lists = [
            ["a", "b"], ["a"], [], ["a", "b", "c"], ["b", "a"], ["a", "a"], ["a", "b"], ["", "b"], ["a"],
        ]
        let spans = lists.enumerated().map { number, keys in
            TraceSpan(
                traceID: TraceID(high: 0, low: 1), spanID: SpanID(UInt64(number) + 1), name: "get",
                attributes: keys.enumerated().map { Attribute($1, .int(Int64($0))) })
        }
        var store = SpanStore()
        for span in spans { store.append(span) }
        #expect(store.allSpans() == spans)
    }

    /// The least and the greatest of 64 bits and of 60.
    @Test(
        arguments: [
            Int64.max, .min, 0x0800_0000_0000_0000, 0x07ff_ffff_ffff_ffff, -0x0800_0000_0000_0000,
            -0x0800_0000_0000_0001, 0, -1,
        ] as [Int64])
    func integersComeBackWhateverTheirSize(number: Int64) {
        var store = SpanStore()
        var span = plainSpan(trace: 1, number: 1)
        span.attributes = [Attribute("int", .int(number)), Attribute("double", .double(Double(number)))]
        store.append(span)
        #expect(store.span(at: 0) == span)
    }

    /// Around the size of a chunk of texts, and at the length from which a text lies by itself.
    @Test(arguments: [0, 1, 257, 65_535, 65_536, 65_537, 1_048_575, 1_048_576])
    func textsAndBytesComeBackWhateverTheirLength(length: Int) {
        var store = SpanStore()
        let spans = (0..<3).map { number in
            var span = plainSpan(trace: 1, number: UInt64(number) + 1)
            span.attributes = [
                Attribute("text", .string(String(repeating: "\(number)", count: length))),
                Attribute("bytes", .bytes(Array(repeating: UInt8(number), count: length))),
                Attribute("none", .bytes([])),
            ]
            return span
        }
        for span in spans { store.append(span) }
        #expect(store.allSpans() == spans)
    }

    /// Thousands of traces and of lists of keys, so that the indexes grow between the rollbacks.
    @Test func tracesAreFoundAfterRollbacksOfManyOthers() {
        let seed: UInt64 = 0x5452_4143
        var generator = SeededGenerator(seed: seed)
        var store = SpanStore()
        var model: [TraceSpan] = []
        for _ in 0..<60 {
            let mark = store.mark()
            let batch = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
                var span = plainSpan(trace: .random(in: 0...9000, using: &generator), number: 1)
                span.attributes = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    Attribute("key \(Int.random(in: 0...40, using: &generator))", .bool(true))
                }
                return span
            }
            for span in batch { store.append(span) }
            if Bool.random(using: &generator) { store.rollback(to: mark) } else { model += batch }
        }
        #expect(store.allSpans() == model, "seed \(seed)")
        let byTrace = Dictionary(grouping: model, by: \.traceID)
        #expect(store.traceCount == byTrace.count, "seed \(seed)")
        for trace in 0...9000 {
            let id = TraceID(high: 0, low: UInt64(trace))
            #expect(store.spanCount(of: id) == byTrace[id]?.count ?? 0, "seed \(seed), trace \(trace)")
        }
    }
}
