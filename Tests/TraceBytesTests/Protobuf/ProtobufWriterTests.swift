import Testing
import TraceBytes

@Suite struct ProtobufWriterTests {
    /// The examples of the encoding specification.
    @Test func everyTypeIsWrittenAsTheSpecificationEncodesIt() {
        var writer = ProtobufWriter()
        writer.write(1, varint: 150)
        writer.write(2, text: "testing")
        writer.writeUnlessEmpty(3, "")
        #expect(writer.bytes == octets("08 96 01 12 07 74 65 73 74 69 6e 67"))

        writer = ProtobufWriter()
        writer.write(1, int: -2)
        writer.write(2, bool: false)
        writer.write(4, double: 1.5)
        writer.write(16, fixed32: 0x101)
        writer.write(7, bytes: [1, 2])
        #expect(
            writer.bytes
                == octets(
                    "08 fe ff ff ff ff ff ff ff ff 01 10 00 21 00 00 00 00 00 00 f8 3f 85 01 01 01 00 00 3a 02 01 02"))

        writer = ProtobufWriter()
        writer.write(7, fixed64: 1_700_000_000_000_000_000)
        writer.write(2, bigEndianBytes: 0x00f0_67aa_0ba9_02b7)
        writer.write(1, bigEndianBytes: 0x4bf9_2f35_77b3_4da6, 0xa3ce_929d_0e0e_4736)
        #expect(
            writer.bytes
                == octets("39 00002a36fe9c9717 12 08 00f067aa0ba902b7 0a 10 4bf92f3577b34da6a3ce929d0e0e4736"))
    }

    /// 127 is the longest length in one byte, 16383 in two, 2097151 in three.
    @Test(arguments: [
        (0, "1a 00"), (125, "1a 7f 12 7d"), (126, "1a 80 01 12 7e"), (16_380, "1a ff 7f 12 fc 7f"),
        (16_381, "1a 80 80 01 12 fd 7f"), (2_097_147, "1a ff ff 7f 12 fb ff 7f"),
        (2_097_148, "1a 80 80 80 01 12 fc ff 7f"),
    ])
    func aMessageIsPrecededByItsLength(count: Int, beginning: String) {
        var writer = ProtobufWriter()
        let message = writer.beginMessage(3)
        if count > 0 { writer.write(2, bytes: [UInt8](repeating: 7, count: count)) }
        writer.endMessage(message)
        #expect(Array(writer.bytes.prefix(octets(beginning).count)) == octets(beginning))
        #expect(writer.bytes.count == octets(beginning).count + count)
    }

    @Test func messagesInsideOfMessagesHaveTheirLengthsCounted() throws {
        var writer = ProtobufWriter()
        let outer = writer.beginMessage(1)
        let inner = writer.beginMessage(2)
        writer.write(3, bytes: [UInt8](repeating: 9, count: 200))
        writer.endMessage(inner)
        writer.write(4, varint: 1)
        writer.endMessage(outer)
        let fields = try protobufFields(of: writer.bytes)
        guard fields.count == 1, case .bytes(let message) = fields[0].value else {
            Issue.record("\(fields)")
            return
        }
        let parts = try protobufFields(of: message)
        #expect(parts.map(\.number) == [2, 4])
        #expect(
            parts.first?.value == .bytes(octets("1a c8 01") + [UInt8](repeating: 9, count: 200)))
    }
}
