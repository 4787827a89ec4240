import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// Whatever arrives: no trap, and never a part of a batch.
@Suite struct ZipkinV2RobustnessTests {
    private static let seed: UInt64 = 0x5a49_504b

    @Test(arguments: try CapturedPayload.all(of: "zipkin-v2") + CapturedPayload.all(of: "zipkin-v2-protobuf"))
    func aPayloadCutAnywhereIsAnErrorAndLeavesTheStoreAsItWas(payload: CapturedPayload) throws {
        let bytes = try payload.bytes()
        let isProtobuf = payload.folder.contains("protobuf")
        var store = try storeWithOneSpan()
        let before = store.allSpans()
        let wholeSpans = isProtobuf ? try endsOfSpans(bytes) : []
        for (number, length) in cuts(of: bytes.count).enumerated() where !wholeSpans.contains(length) {
            var error: WireError?
            do throws(WireError) {
                try decode(Array(bytes[..<length]), isProtobuf: isProtobuf, into: &store)
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
            try decode(bytes, isProtobuf: isProtobuf, into: &store) == recordCount(of: bytes, isProtobuf: isProtobuf))
    }

    @Test(arguments: [("zipkin-v2", 20_000), ("zipkin-v2-protobuf", 10_000)])
    func changedPayloadsNeverTrapAndAreStoredWholeOrNotAtAll(format: String, count: Int) throws {
        let isProtobuf = format.contains("protobuf")
        let originals = try CapturedPayload.all(of: format).map { try $0.bytes() }.filter { $0.count <= 1024 }
        try #require(!originals.isEmpty)
        var generator = SeededGenerator(seed: Self.seed)
        var store = try storeWithOneSpan()
        let before = store.allSpans()
        var taken = 0
        for number in 0..<count {
            let bytes = mutation(of: originals[number % originals.count], using: &generator)
            let mark = store.mark()
            let added = try? decode(bytes, isProtobuf: isProtobuf, into: &store)
            if let added {
                taken += 1
                let records = try? recordCount(of: bytes, isProtobuf: isProtobuf)
                #expect(added == records, "seed \(Self.seed), input \(number)")
            }
            #expect(store.count == 1 + (added ?? 0), "seed \(Self.seed), input \(number)")
            store.rollback(to: mark)
            if number.isMultiple(of: 100) { #expect(store.allSpans() == before, "seed \(Self.seed), input \(number)") }
        }
        #expect(store.allSpans() == before)
        // Both ways were tried.
        #expect((100..<count - 100).contains(taken))
    }

    @discardableResult
    private func decode(_ bytes: [UInt8], isProtobuf: Bool, into store: inout SpanStore) throws(WireError) -> Int {
        isProtobuf
            ? try ZipkinV2.decode(protobuf: bytes, into: &store) : try ZipkinV2.decode(json: bytes, into: &store)
    }

    private func recordCount(of bytes: [UInt8], isProtobuf: Bool) throws(WireError) -> Int {
        isProtobuf ? try ZipkinV2.records(protobuf: bytes).count : try ZipkinV2.records(json: bytes).count
    }

    /// Where a cut leaves a shorter list of protobuf and no error: before the first span and behind each.
    private func endsOfSpans(_ bytes: [UInt8]) throws(ReadError) -> Set<Int> {
        var ends: Set<Int> = [0]
        var list = ProtobufReader(bytes.span.bytes)
        while let tag = try list.nextTag() {
            try list.skipValue(of: tag)
            ends.insert(list.position)
        }
        return ends
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
        try ZipkinV2.decode(
            json: Array(#"[{"traceId":"1","id":"1","name":"before","tags":{"k":"v"}}]"#.utf8), into: &store)
        return store
    }
}
