import Testing
import TraceBytes

/// Apache Thrift, `thrift-binary-protocol.md`; the bytes were made by its Python library.
@Suite struct ThriftBinaryTests {
    @Test(arguments: [
        (ThriftType.double, "3ff8000000000000", "1.5"), (.binary, "00000003 676574", "'get'"),
        (.i8, "80", "-128"), (.i16, "ff00", "-256"), (.i32, "80000000", "\(Int32.min)"),
        (.i64, "a3ce929d0e0e4736", "-6643211197081565386"), (.i64, "7fffffffffffffff", "\(Int64.max)"),
        (.structure, "08 0001 00000007 02 0015 01 00", "{1:i32=7 21:bool=true}"), (.structure, "00", "{}"),
        (.list, "0c 00000002 00 00", "struct[{} {}]"), (.list, "02 00000002 01 00", "bool[true false]"),
        (.list, "00 00000000", "stop[]"), (.set, "08 00000001 ffffffff", "i32[-1]"),
        (.map, "0b 08 00000001 0000000161 ffffffff", "map['a'=-1]"), (.map, "00 00 00000000", "map[]"),
        (.uuid, "00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeeff"),
    ])
    func valuesAreReadAsTheSpecificationEncodesThem(type: ThriftType, digits: String, text: String) throws {
        #expect(try spelling(binary: digits, type) == text)
    }

    @Test(arguments: [
        ("80010004 00000009 656d69744261746368 00000000", UInt8(4), Int32(0), true),
        ("00000009 656d69744261746368 04 00000000", 4, 0, false),
        ("80010001 00000009 656d69744261746368 ffffffff", 1, -1, true),
    ])
    func bothHeadersSayWhatIsCalled(digits: String, type: UInt8, sequence: Int32, isStrict: Bool) throws {
        let payload = bytes(digits)
        var reader = ThriftBinaryReader(payload.span.bytes)
        let message = try reader.readMessage()
        #expect(payload[message.name].elementsEqual("emitBatch".utf8))
        #expect(message.type == type && message.sequence == sequence && message.isStrict == isStrict)
        #expect(reader.remaining == 0)
    }

    @Test(arguments: [
        (ThriftType.i64, "00000000000000", 7, "unexpected end of input"),
        (.i32, "000000", 3, "unexpected end of input"),
        (.binary, "00000004 676574", 0, "a length of 4, 3 bytes remain"),
        (.binary, "ffffffff", 0, "a negative length"),
        (.list, "0c 7fffffff 00", 1, "a count of 2147483647, 1 bytes remain"),
        (.list, "0a 00000002 0000000000000000 00", 1, "a count of 2, 9 bytes remain"),
        (.list, "0c ffffffff", 1, "a negative count"), (.list, "05 00000001 00", 0, "5 is no type of Thrift"),
        (.list, "02 00000001 02", 5, "found 0x02, expected 0 or 1"),
        (.map, "0b 08 00000002 00000000 00000000", 2, "a count of 2, 8 bytes remain"),
        (.structure, "11 0001", 0, "17 is no type of Thrift"),
        (.structure, "08 0001 00000007", 7, "unexpected end of input"),
    ])
    func whatIsNotTheProtocolIsRefusedAtItsFirstByte(type: ThriftType, digits: String, offset: Int, reason: String) {
        let error = #expect(throws: ReadError.self) { try spelling(binary: digits, type) }
        #expect(error?.offset == offset)
        #expect(error.map { "\($0.reason)" } == reason)
    }

    @Test(arguments: [
        ("80020004 00000000", "not version 1 of the binary protocol at byte 0"),
        ("00000009 656d", "a length of 9, 2 bytes remain at byte 0"), ("8001", "unexpected end of input at byte 2"),
        ("80010004 ffffffff", "a negative length at byte 4"),
    ])
    func otherHeadersAreRefused(digits: String, text: String) {
        let payload = bytes(digits)
        let error = #expect(throws: ReadError.self) {
            var reader = ThriftBinaryReader(payload.span.bytes)
            _ = try reader.readMessage()
        }
        #expect(error.map { "\($0)" } == text)
    }
}
