import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// Whatever arrives: no trap, and never a part of a batch.
@Suite struct OTLPRobustnessTests {
    private static let seed: UInt64 = 0x4f54_4c50

    /// Compressed payloads are left out: without their coding they are like the others.
    @Test(arguments: try OTLPPayload.readable().filter { !$0.folder.contains("-gzip") })
    func aPayloadCutAnywhereIsAnErrorAndLeavesTheStoreAsItWas(payload: CapturedPayload) throws {
        let bytes = try payload.content()
        var store = storeWithOneSpan()
        let before = store.allSpans()
        let whole = wholeMessages(of: payload.format, bytes)
        for (number, length) in cuts(of: bytes.count).enumerated() where !whole.contains(length) {
            var error: WireError?
            do throws(WireError) {
                try OTLPPayload.decode(payload.format, Array(bytes[..<length]), into: &store)
            } catch let thrown {
                error = thrown
            }
            guard let error, error.cause.offset <= length, store.count == 1, store.traceCount == 1 else {
                Issue.record("cut at \(length): \(error.map { "\($0)" } ?? "no error"), \(store.count) spans")
                return
            }
            if number.isMultiple(of: 64) { #expect(store.allSpans() == before) }
        }
        #expect(store.allSpans() == before)
        // The whole payload still goes in: nothing of the attempts is in its way.
        #expect(
            try OTLPPayload.decode(payload.format, bytes, into: &store)
                == OTLPPayload.records(payload.format, bytes).spans.count)
    }

    /// Lengths at which what is left is a payload of its own: protobuf has no end mark, so that nothing and every number of
    /// whole groups are payloads too.
    private func wholeMessages(of format: String, _ bytes: [UInt8]) -> Set<Int> {
        guard format == OTLP.protobuf.name else { return [] }
        var reader = ProtobufReader(bytes.span.bytes)
        var ends: Set<Int> = [0]
        while let tag = try? reader.nextTag(), (try? reader.skipValue(of: tag)) != nil { ends.insert(reader.position) }
        return ends
    }

    @Test(arguments: OTLPPayload.formats)
    func changedPayloadsNeverTrapAndAreStoredWholeOrNotAtAll(format: String) throws {
        let captured = try CapturedPayload.all(of: format).map { try $0.content() }.filter { $0.count <= 1000 }
        let made = try Fixtures.files(in: "wire/\(format)/accept").filter { !$0.hasSuffix(".normal") }
            .filter { $0.hasSuffix(".json") == (format == OTLP.json.name) }.map { try Fixtures.bytes($0) }
        let originals = captured + made.filter { $0.count > 20 && $0.count <= 1000 }
        try #require(captured.count > 2 && made.count > 10)
        let inWork = try MutationInWork("OTLPRobustnessTests-\(format)", seed: Self.seed)
        if let leftBehind = inWork.leftBehind { Issue.record("a run before this one trapped at \(leftBehind)") }
        var generator = SeededGenerator(seed: Self.seed)
        var store = storeWithOneSpan()
        let before = store.allSpans()
        var taken = 0
        for number in 0..<10_000 {
            inWork.begin(number)
            let bytes = mutation(of: originals[number % originals.count], using: &generator)
            let mark = store.mark()
            let added = try? OTLPPayload.decode(format, bytes, into: &store)
            // Whoever takes spans can also tell what they said.
            let records = try? OTLPPayload.records(format, bytes)
            if let added {
                taken += 1
                #expect(added == records?.spans.count, "seed \(Self.seed), input \(number)")
                _ = store.allSpans()
            }
            #expect(store.count == 1 + (added ?? 0), "seed \(Self.seed), input \(number)")
            store.rollback(to: mark)
            if number.isMultiple(of: 100) { #expect(store.allSpans() == before, "seed \(Self.seed), input \(number)") }
        }
        inWork.finish()
        #expect(store.allSpans() == before)
        // Both ways were tried.
        #expect((100..<9_900).contains(taken))
    }

    /// Every length up to 4 KiB; of a longer payload 500.
    private func cuts(of count: Int) -> [Int] {
        guard count > 4096 else { return Array(0..<count) }
        var generator = SeededGenerator(seed: Self.seed)
        return (0..<500).map { _ in Int.random(in: 1..<count, using: &generator) }
    }

    private func mutation(of original: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[place] = .random(in: 0 ... .max, using: &generator)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
            default:
                let end = Int.random(in: place..<min(place + 40, bytes.count), using: &generator)
                let part = bytes[place..<end]
                bytes.insert(contentsOf: part, at: Int.random(in: 0..<bytes.count, using: &generator))
            }
        }
        return bytes
    }

    private func storeWithOneSpan() -> SpanStore {
        var store = SpanStore()
        store.append(
            TraceSpan(
                traceID: TraceID(high: 0, low: 1), spanID: SpanID(1), name: "before",
                attributes: [Attribute("k", .string("v"))]))
        return store
    }
}
