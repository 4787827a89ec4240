import Testing
import TraceBytes
import TraceTestSupport

/// A message with every wire type and three levels.
private let sample = octets(
    """
    0a630a170a150a0c736572766963652e6e616d6512050a0373766312480a050a036c6962123f0a104bf92f3577b34da6a3ce929d0e0e4736\
    120800f067aa0ba902b72a0367657430023900002a36fe9c97174160e34036fe9c97177a021802850101010000\
    0b180113089601140c
    """)

@Suite struct ProtobufRobustnessTests {
    private static let seed: UInt64 = 0x5042_5546

    @Test func aMessageCutAnywhereEndsWithAFieldOrWithAnError() throws {
        let whole = try protobufFields(of: sample)
        for length in 0..<sample.count {
            let cut = Array(sample[..<length])
            do throws(ReadError) {
                let fields = try protobufFields(of: cut)
                #expect(Array(whole.prefix(fields.count)) == fields, "cut at \(length)")
            } catch {
                #expect(error == ReadError(.unexpectedEnd, at: length), "cut at \(length)")
            }
        }
    }

    @Test func changedBytesNeverTrapAndErrorsStayInsideOfThem() {
        var generator = SeededGenerator(seed: Self.seed)
        var read = 0
        for number in 0..<50_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = .random(in: 0 ... .max, using: &generator)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 2: bytes.remove(at: place)
                default: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
                }
            }
            do throws(ReadError) {
                try visit(bytes)
                read += 1
            } catch {
                #expect(error.offset <= bytes.count, "seed \(Self.seed), input \(number)")
            }
        }
        // Both ways were tried.
        #expect((100..<49_900).contains(read))
    }

    /// Reads every field, and whatever has a length as a message, a text or neither.
    private func visit(_ bytes: [UInt8]) throws(ReadError) {
        var reader = ProtobufReader(bytes.span.bytes)
        while let tag = try reader.nextTag() {
            guard tag.wireType == .lengthDelimited else {
                let range = try reader.skipValue(of: tag)
                #expect(range.upperBound <= bytes.count)
                continue
            }
            let range = try reader.readLengthDelimited()
            #expect(reader.bytes(in: range).byteCount == range.count)
            try? reader.requireUTF8(in: range)
            var inner = try reader.message(in: range)
            while let tag = try? inner.nextTag(), (try? inner.skipValue(of: tag)) != nil {}
        }
    }
}
