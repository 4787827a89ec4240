import Testing
import TraceBytes

/// The expected bytes are those of the specifications' tables.
@Suite struct ThriftWriterTests {
    private func write<Writer: ThriftWriter>(_ type: Writer.Type, _ body: (inout Writer) -> Void) -> [UInt8] {
        var writer = Writer()
        body(&writer)
        return writer.bytes
    }

    private func fields<Writer: ThriftWriter>(_ writer: inout Writer) {
        writer.writeStruct { writer in
            writer.write(Int32(7), id: 1)
            writer.write(Int32(7), id: 20)
            writer.write(true, id: 21)
            writer.write(false, id: 22)
            writer.writeStruct(id: 23) { $0.write("get", id: 1) }
            writer.write(1.5, id: 24)
            writer.write([0xff], id: 25)
        }
    }

    @Test func structsInBothEncodings() {
        #expect(
            write(ThriftCompactWriter.self, fields)
                == bytes("15 0e 05 28 0e 11 12 1c 18 03 676574 00 17 000000000000f83f 18 01 ff 00"))
        #expect(
            write(ThriftBinaryWriter.self, fields)
                == bytes(
                    """
                    08 0001 00000007 08 0014 00000007 02 0015 01 02 0016 00 0c 0017 0b 0001 00000003 676574 00
                    04 0018 3ff8000000000000 0b 0019 00000001 ff 00
                    """))
    }

    @Test(arguments: [
        (Int64(0), "00"), (-1, "01"), (1, "02"), (-2, "03"), (150, "ac02"), (50399, "be9306"),
        (1_700_000_000_000_000, "8080f28183898506"), (-6_643_211_197_081_565_386, "93e38d9fded8b6b1b801"),
        (.max, "feffffffffffffffff01"), (.min, "ffffffffffffffffff01"),
    ])
    func numbersAreZigzagVarints(number: Int64, digits: String) {
        #expect(write(ThriftCompactWriter.self) { $0.writeValue(number) } == bytes(digits))
    }

    @Test(arguments: [(0, "0c"), (2, "2c"), (14, "ec"), (15, "fc0f"), (16, "fc10")])
    func listsOfStructs(count: Int, digits: String) {
        #expect(write(ThriftCompactWriter.self) { $0.writeList(of: .structure, count: count) } == bytes(digits))
    }

    @Test func headersOfMessages() {
        #expect(
            write(ThriftCompactWriter.self) { $0.writeMessage("emitBatch", type: 1, sequence: 300) }
                == bytes("82 21 ac02 09 656d69744261746368"))
        #expect(
            write(ThriftBinaryWriter.self) { $0.writeMessage("emitBatch", type: 4, sequence: 0) }
                == bytes("80010004 00000009 656d69744261746368 00000000"))
    }
}
