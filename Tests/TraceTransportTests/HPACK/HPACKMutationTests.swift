import Testing
import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// No block traps the decoder, or makes it keep more than it may. A trap is named by `.build/in-work/hpack`.
@Suite struct HPACKMutationTests {
    @Test func randomAndMutatedBlocksNeverTrap() async throws {
        let seed: UInt64 = 7541
        let work = try MutationInWork("hpack", seed: seed)
        if let left = work.leftBehind { print("the last run of hpack trapped at \(left)") }
        let blocks = HPACKExample.all.flatMap { $0.blocks.map { bytes(hex: $0.hex) } }
        for number in 0..<20_000 {
            work.begin(number)
            // Other tests want the thread too.
            if number % 500 == 0 { await Task.yield() }
            // Each input has its own source, so that one can be run alone.
            var random = SeededGenerator(seed: seed << 20 | UInt64(number))
            var decoder = HPACKDecoder(maxTableSize: [0, 100, 256, 4096][number % 4], maxListBytes: 500)
            // The blocks of one connection, although nobody goes on after an error.
            for _ in 0..<4 {
                if Bool.random(using: &random) {
                    decoder.setMaxTableSize(Int.random(in: 0...5000, using: &random))
                }
                let block = Self.block(from: blocks, using: &random)
                var fields = HeaderFields()
                let decoding = try? decoder.decode(block.span.bytes, into: &fields)
                let bytes = fields.reduce(0) { $0 + $1.name.count + $1.value.count + 32 }
                #expect(bytes <= 500, "seed \(seed), number \(number)")
                if case .listTooLarge(let all) = decoding { #expect(all > 500, "seed \(seed), number \(number)") }
                #expect(decoder.table.size <= decoder.table.capacity && decoder.table.capacity <= 5000)
                #expect(decoder.table.bytes.count <= 2 * 5000)
            }
        }
        work.finish()
    }

    /// Random octets, or up to eight changes of examples.
    private static func block(from examples: [[UInt8]], using random: inout SeededGenerator) -> [UInt8] {
        if Int.random(in: 0..<3, using: &random) == 0 {
            return (0..<Int.random(in: 0...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        var block = examples[Int.random(in: 0..<examples.count, using: &random)]
        if Bool.random(using: &random) { block += examples[Int.random(in: 0..<examples.count, using: &random)] }
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let place = Int.random(in: 0...block.count, using: &random)
            let end = min(block.count, place + Int.random(in: 0...4, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where place < block.count: block[place] = UInt8.random(in: 0...255, using: &random)
            case 1 where place < block.count: block[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: block.removeSubrange(place..<end)
            case 3: block.insert(UInt8.random(in: 0x80...0xff, using: &random), at: place)
            default: block.insert(contentsOf: [0x40, 0x01, 0x61, 0x01, UInt8(place & 0x7f)], at: place)
            }
        }
        return block
    }
}
