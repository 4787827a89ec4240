import Testing
import TraceModel
import TraceTestSupport
import TraceWire

/// Thousands of payloads that are changed in one to four seeded places: no trap, and each is stored whole or not at all.
struct MutationSweep: Sendable, CustomTestStringConvertible {
    let form: WireForm
    /// How many changed payloads are tried.
    let count: Int
    /// Where the payloads come from that are changed.
    let sources: [Source]

    /// A folder of the form, the sizes in bytes that are taken from it, and how many must be left.
    struct Source: Sendable {
        let folder: WireForm.Folder
        let sizes: ClosedRange<Int>
        var atLeast = 3
    }

    var testDescription: String { form.testDescription }

    func run() throws {
        let originals = try originals()
        let inWork = try MutationInWork("MutationSweep-\(form.format.name)", seed: form.seed)
        if let leftBehind = inWork.leftBehind { Issue.record("a run before this one trapped at \(leftBehind)") }
        var generator = SeededGenerator(seed: form.seed)
        var store = SpanStore.withOneSpan()
        let before = store.allSpans()
        var taken = 0
        for number in 0..<count {
            inWork.begin(number)
            let bytes = Self.mutation(of: originals[number % originals.count], using: &generator)
            let mark = store.mark()
            let added = try? form.decode(bytes, &store)
            // Whoever takes spans can also tell what they said.
            let recorded = try? form.recordedSpans(bytes)
            if let added {
                taken += 1
                let isAccountedFor = recorded.map { form.accounts(for: added, of: $0) } ?? false
                #expect(isAccountedFor, "seed \(form.seed), input \(number)")
                _ = store.allSpans()
            }
            #expect(store.count == 1 + (added ?? 0), "seed \(form.seed), input \(number)")
            store.rollback(to: mark)
            if number.isMultiple(of: 100) { #expect(store.allSpans() == before, "seed \(form.seed), input \(number)") }
        }
        inWork.finish()
        #expect(store.allSpans() == before)
        // Both ways were tried.
        #expect((100..<count - 100).contains(taken))
    }

    private func originals() throws -> [[UInt8]] {
        try sources.flatMap { source in
            let payloads = try form.payloads(in: source.folder).map { try $0.bytes() }
                .filter { source.sizes.contains($0.count) }
            try #require(payloads.count >= source.atLeast)
            return payloads
        }
    }

    /// Bytes set, bits turned, bytes removed or repeated, and parts of up to 40 bytes copied to another place.
    private static func mutation(of original: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
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
}
