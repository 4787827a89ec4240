import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// Whatever arrives: no trap, and never a part of a batch.
@Suite struct ZipkinV1RobustnessTests {
    private static let seed: UInt64 = 0x5a49_5031

    /// All but those with something behind the value, where a cut leaves the value whole.
    @Test(
        arguments: try ZipkinV1Fixture.captured()
            + ZipkinV1Fixture.all("accept").filter { !$0.path.contains("bytes-behind") })
    func aPayloadCutAnywhereIsAnErrorAndLeavesTheStoreAsItWas(fixture: ZipkinV1Fixture) throws {
        let bytes = try fixture.bytes()
        var store = try storeWithOneSpan()
        let before = store.allSpans()
        for (number, length) in cuts(of: bytes.count).enumerated() {
            var error: WireError?
            do throws(WireError) {
                try ZipkinV1.decode(Array(bytes[..<length]), as: fixture.form, into: &store)
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
        let records = try ZipkinV1.records(bytes, as: fixture.form)
        #expect(try ZipkinV1.decode(bytes, as: fixture.form, into: &store) >= records.spans.count)
    }

    @Test(arguments: ZipkinV1.Form.allCases)
    func changedPayloadsNeverTrapAndAreStoredWholeOrNotAtAll(form: ZipkinV1.Form) throws {
        let fixtures = try ZipkinV1Fixture.all("accept") + ZipkinV1Fixture.captured()
        let originals = try fixtures.filter { $0.form == form }.map { try $0.bytes() }.filter { $0.count <= 2048 }
        try #require(!originals.isEmpty)
        var generator = SeededGenerator(seed: Self.seed)
        var store = try storeWithOneSpan()
        let before = store.allSpans()
        var taken = 0
        for number in 0..<8000 {
            let bytes = mutation(of: originals[number % originals.count], using: &generator)
            let mark = store.mark()
            let added = try? ZipkinV1.decode(bytes, as: form, into: &store)
            if let added {
                taken += 1
                let records = try? ZipkinV1.records(bytes, as: form)
                // Sides of one span become spans of their own.
                #expect(records.map { added >= $0.spans.count } == true, "seed \(Self.seed), input \(number)")
            }
            #expect(store.count == 1 + (added ?? 0), "seed \(Self.seed), input \(number)")
            store.rollback(to: mark)
            if number.isMultiple(of: 100) { #expect(store.allSpans() == before, "seed \(Self.seed), input \(number)") }
        }
        #expect(store.allSpans() == before)
        // Both ways were tried.
        #expect((100..<7900).contains(taken))
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

    private func storeWithOneSpan() throws -> SpanStore {
        var store = SpanStore()
        try ZipkinV1.decode(
            Array(#"[{"traceId":"1","id":"1","name":"before","debug":true}]"#.utf8), as: .json, into: &store)
        return store
    }
}
