import Testing
import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// Encoder and decoder agree over a long connection. What the bytes must be is told elsewhere: both could share a
/// mistake.
@Suite struct HPACKAgreementTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func whatIsEncodedIsDecoded(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var encoder = HPACKEncoder()
        var decoder = HPACKDecoder()
        let names = [
            "a", ":path", "content-type", "cookie", "grpc-timeout", "x-long-name-of-this-connection", "date", "",
        ]
        for number in 0..<2000 {
            if Int.random(in: 0..<20, using: &random) == 0 {
                let size = [0, 33, 100, 1000, 4096].randomElement(using: &random) ?? 0
                encoder.setPeerTableSize(size)
                decoder.setMaxTableSize(size)
            }
            var fields = HeaderFields()
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let name = names.randomElement(using: &random) ?? ""
                // A few values come often, others seldom; some are no text.
                let count = Int.random(in: 0...40, using: &random)
                let byte = UInt8.random(in: 0...(Bool.random(using: &random) ? 3 : 255), using: &random)
                fields.append(name: name.utf8, value: Array(repeating: byte, count: count))
            }
            var block: [UInt8] = []
            encoder.encode(fields, into: &block)
            #expect(try decoder.decode(block) == fields, "seed \(seed), number \(number)")
            #expect(
                decoder.table.size == encoder.table.fields.size && decoder.table.count == encoder.table.fields.count)
        }
    }
}
