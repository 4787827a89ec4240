import Testing
import TraceBytes

/// Apache Thrift, `thrift-compact-protocol.md`; the bytes were made by its Python library.
@Suite struct ThriftCompactTests {
    @Test(arguments: [
        (ThriftType.i64, "00", "0"), (.i64, "01", "-1"), (.i64, "02", "1"), (.i64, "03", "-2"),
        (.i64, "ac02", "150"), (.i64, "be9306", "50399"), (.i64, "8080f28183898506", "1700000000000000"),
        (.i64, "93e38d9fded8b6b1b801", "-6643211197081565386"), (.i64, "feffffffffffffffff01", "\(Int64.max)"),
        (.i64, "ffffffffffffffffff01", "\(Int64.min)"), (.i32, "feffffff0f", "\(Int32.max)"),
        (.i32, "ffffffff0f", "\(Int32.min)"), (.i16, "feff03", "32767"), (.i16, "ffff03", "-32768"),
        (.i8, "ff", "-1"), (.double, "000000000000f83f", "1.5"), (.binary, "03676574", "'get'"),
        (.binary, "00", "''"), (.structure, "15 0e 05 28 0e 11 12 00", "{1:i32=7 20:i32=7 21:bool=true 22:bool=false}"),
        (.structure, "00", "{}"), (.list, "21 01 02", "bool[true false]"), (.list, "22 02 01", "bool[false true]"),
        (.list, "0c", "struct[]"), (.list, "00", "stop[]"), (.list, "2c 00 00", "struct[{} {}]"),
        (.set, "15 02", "i32[1]"), (.map, "00", "map[]"), (.map, "01 85 0161 01", "map['a'=-1]"),
        (.uuid, "00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeeff"),
        // The ids begin anew inside of a struct, and go on where they were after it.
        (.structure, "15 0e 1c 15 0e 00 15 0e 00", "{1:i32=7 2:struct={1:i32=7} 3:i32=7}"),
        // Ids need not ascend: the long form goes back, and below zero.
        (.structure, "35 00 05 01 02 00", "{3:i32=0 -1:i32=1}"),
    ])
    func valuesAreReadAsTheSpecificationEncodesThem(type: ThriftType, digits: String, text: String) throws {
        #expect(try spelling(compact: digits, type) == text)
    }

    @Test(arguments: [(14, "ec"), (15, "fc0f"), (16, "fc10"), (300, "fcac02")])
    func longListsHaveTheirCountBehindTheHead(count: Int, head: String) throws {
        let payload = bytes(head) + [UInt8](repeating: 0, count: count)
        var reader = ThriftCompactReader(payload.span.bytes)
        #expect(try reader.readList() == ThriftList(elementType: .structure, count: count))
    }

    @Test(arguments: [
        ("82 81 00 09 656d69744261746368", UInt8(4), Int32(0)), ("82 21 00 09 656d69744261746368", 1, 0),
        ("82 21 ac02 09 656d69744261746368", 1, 300), ("82 41 ffffffff0f 09 656d69744261746368", 2, -1),
    ])
    func headersSayWhatIsCalled(digits: String, type: UInt8, sequence: Int32) throws {
        let payload = bytes(digits)
        var reader = ThriftCompactReader(payload.span.bytes)
        let message = try reader.readMessage()
        #expect(payload[message.name].elementsEqual("emitBatch".utf8))
        #expect(message.type == type && message.sequence == sequence && message.isStrict)
        #expect(reader.remaining == 0)
    }

    @Test(arguments: [
        (ThriftType.i64, "", 0, "unexpected end of input"), (.i64, "80", 1, "unexpected end of input"),
        (.i64, "ffffffffffffffffff", 9, "unexpected end of input"),
        (.i64, "ffffffffffffffffff02", 0, "a number of more than 64 bits"),
        (.i64, "8080808080808080808000", 0, "a number of more than 64 bits"),
        (.i32, "8080808010", 0, "a number of more than 32 bits"),
        (.i32, "808080808000", 0, "a number of more than 32 bits"),
        (.i16, "808004", 0, "a number of more than 16 bits"), (.double, "00000000000000", 7, "unexpected end of input"),
        (.binary, "0467657", 0, "a length of 4, 2 bytes remain"),
        (.binary, "ffffffff07", 0, "a length of 2147483647, 0 bytes remain"),
        (.binary, "ffffffff0f", 0, "a number of more than 31 bits"),
        (.list, "f6 80ade204", 0, "a count of 10000000, 0 bytes remain"),
        (.list, "27 0000000000000000 00", 0, "a count of 2, 9 bytes remain"),
        (.list, "1e 00", 0, "14 is no type of Thrift"),
        (.list, "21 01 03", 2, "found 0x03, expected 1 or 2"), (.map, "05 55 0000", 0, "a count of 5, 2 bytes remain"),
        (.map, "01 e5 00", 1, "14 is no type of Thrift"), (.structure, "1e", 0, "14 is no type of Thrift"),
        (.structure, "10", 0, "0 is no type of Thrift"), (.structure, "15 0e", 2, "unexpected end of input"),
        (.structure, "05 feff03 00 15 00", 5, "a field id beyond 32767"),
    ])
    func whatIsNotTheProtocolIsRefusedAtItsFirstByte(type: ThriftType, digits: String, offset: Int, reason: String) {
        let error = #expect(throws: ReadError.self) { try spelling(compact: digits, type) }
        #expect(error?.offset == offset)
        #expect(error.map { "\($0.reason)" } == reason)
    }

    @Test(arguments: [
        ("81 81 00 00", 0, "found 0x81, expected 0x82, the compact protocol"),
        ("82 82 00 00", 1, "not version 1 of the compact protocol"), ("82", 1, "unexpected end of input"),
        ("82 81 00 09 65", 3, "a length of 9, 1 bytes remain"),
    ])
    func otherHeadersAreRefused(digits: String, offset: Int, reason: String) {
        let payload = bytes(digits)
        let error = #expect(throws: ReadError.self) {
            var reader = ThriftCompactReader(payload.span.bytes)
            _ = try reader.readMessage()
        }
        #expect(error.map { "\($0)" } == "\(reason) at byte \(offset)")
    }
}
