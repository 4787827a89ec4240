import Testing
import TraceBytes
import TraceTestSupport

/// Whatever arrives: no trap, and an error with an offset inside of the input.
@Suite struct ThriftRobustnessTests {
    private static let seed: UInt64 = 0x5448_5249

    private static let compact = """
        15 0e 05 28 0e 11 12 1c 18 03 676574 00 17 000000000000f83f 2c 15 02 00 16 93e38d9fded8b6b1b801
        19 2c 15 02 00 00 1b 01 85 0161 01 1a 21 01 02 1d 00112233445566778899aabbccddeeff 00
        """
    private static let binary = """
        08 0001 00000007 02 0002 01 0c 0003 0b 0001 00000003 676574 00 04 0004 3ff8000000000000
        0f 0005 0c 00000002 00 00 0d 0006 0b 08 00000001 0000000161 ffffffff 0e 0007 02 00000002 01 00
        10 0008 00112233445566778899aabbccddeeff 00
        """

    @Test func everyTruncationIsAnError() {
        for length in 0..<bytes(Self.compact).count {
            let cut = hexDigits(bytes(Self.compact)[..<length])
            let error = #expect(throws: ReadError.self) { try spelling(compact: cut) }
            #expect((error?.offset ?? .max) <= length)
        }
        for length in 0..<bytes(Self.binary).count {
            let cut = hexDigits(bytes(Self.binary)[..<length])
            let error = #expect(throws: ReadError.self) { try spelling(binary: cut) }
            #expect((error?.offset ?? .max) <= length)
        }
    }

    @Test func skippingChecksWhatReadingChecks() throws {
        var generator = SeededGenerator(seed: Self.seed)
        for number in 0..<20_000 {
            let payload = mutation(of: bytes(number.isMultiple(of: 2) ? Self.compact : Self.binary), using: &generator)
            var read: String?
            var end: Int?
            if number.isMultiple(of: 2) {
                var reader = ThriftCompactReader(payload.span.bytes)
                read = try? spelling(of: .structure, in: &reader)
                end = reader.position
                var skipping = ThriftCompactReader(payload.span.bytes)
                let isSkipped = (try? skipping.skipElement(.structure, depthLimit: 64)) != nil
                #expect(isSkipped == (read != nil), "seed \(Self.seed), input \(number)")
                if isSkipped { #expect(skipping.position == end, "seed \(Self.seed), input \(number)") }
            } else {
                var reader = ThriftBinaryReader(payload.span.bytes)
                read = try? spelling(of: .structure, in: &reader)
                end = reader.position
                var skipping = ThriftBinaryReader(payload.span.bytes)
                let isSkipped = (try? skipping.skipElement(.structure, depthLimit: 64)) != nil
                #expect(isSkipped == (read != nil), "seed \(Self.seed), input \(number)")
                if isSkipped { #expect(skipping.position == end, "seed \(Self.seed), input \(number)") }
            }
        }
    }

    @Test func nestingIsLimited() {
        // 100,000 structs, each the first field of the one around it, would exhaust the stack.
        let deep = [UInt8](repeating: 0x1c, count: 100_000)
        var error = #expect(throws: ReadError.self) {
            var reader = ThriftCompactReader(deep.span.bytes)
            try reader.skipElement(.structure, depthLimit: 64)
        }
        #expect(error.map { "\($0)" } == "nesting exceeds the limit of 64 at byte 64")
        let lists = [UInt8](repeating: 0x19, count: 100_000)
        error = #expect(throws: ReadError.self) {
            var reader = ThriftCompactReader(lists.span.bytes)
            try reader.skipElement(.list, depthLimit: 64)
        }
        #expect(error.map { "\($0.reason)" } == "nesting exceeds the limit of 64")
    }

    private func mutation(of original: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = .random(in: 0 ... .max, using: &generator)
            case 1: bytes.remove(at: place)
            default: bytes.insert(.random(in: 0 ... .max, using: &generator), at: place)
            }
        }
        return bytes
    }
}
