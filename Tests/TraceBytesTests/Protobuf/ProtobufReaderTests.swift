import Testing
import TraceBytes
import TraceTestSupport

/// What stands in one field, for comparison.
enum ProtobufValue: Equatable {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes([UInt8])
    case group(Range<Int>)
}

struct ProtobufField: Equatable {
    let number: UInt32
    let value: ProtobufValue

    init(_ number: UInt32, _ value: ProtobufValue) {
        self.number = number
        self.value = value
    }
}

func protobufFields(of bytes: [UInt8]) throws(ReadError) -> [ProtobufField] {
    var reader = ProtobufReader(bytes.span.bytes)
    var fields: [ProtobufField] = []
    while let tag = try reader.nextTag() {
        let value: ProtobufValue =
            switch tag.wireType {
            case .varint: .varint(try reader.readVarint())
            case .fixed64: .fixed64(try reader.readFixed64())
            case .fixed32: .fixed32(try reader.readFixed32())
            case .lengthDelimited: .bytes(Array(bytes[try reader.readLengthDelimited()]))
            case .startGroup, .endGroup, nil: .group(try reader.skipValue(of: tag))
            }
        fields.append(ProtobufField(tag.number, value))
    }
    return fields
}

/// Bytes from digits, spaces between them allowed.
func octets(_ digits: String) -> [UInt8] {
    let nibbles = digits.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: nibbles.count - 1, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
}

@Suite struct ProtobufReaderTests {
    /// The examples of the encoding specification, and the smallest and greatest of each type.
    @Test(
        arguments: [
            ("", []),
            ("08 96 01", [ProtobufField(1, .varint(150))]),
            ("12 07 74 65 73 74 69 6e 67", [ProtobufField(2, .bytes(Array("testing".utf8)))]),
            ("1a 03 08 96 01", [ProtobufField(3, .bytes([0x08, 0x96, 0x01]))]),
            (
                "22 05 68 65 6c 6c 6f 28 01 28 02 28 03",
                [
                    ProtobufField(4, .bytes(Array("hello".utf8))), ProtobufField(5, .varint(1)),
                    ProtobufField(5, .varint(2)), ProtobufField(5, .varint(3)),
                ]
            ),
            ("32 06 03 8e 02 9e a7 05", [ProtobufField(6, .bytes([0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]))]),
            ("08 fe ff ff ff ff ff ff ff ff 01", [ProtobufField(1, .varint(UInt64(bitPattern: -2)))]),
            ("08 ff ff ff ff ff ff ff ff ff 01", [ProtobufField(1, .varint(.max))]),
            ("08 00", [ProtobufField(1, .varint(0))]), ("08 80 80 00", [ProtobufField(1, .varint(0))]),
            ("21 00 00 00 00 00 00 f8 3f", [ProtobufField(4, .fixed64(1.5.bitPattern))]),
            ("85 01 01 01 00 00", [ProtobufField(16, .fixed32(0x101))]),
            ("f8 ff ff ff 0f 01", [ProtobufField(536_870_911, .varint(1))]),
            ("12 00", [ProtobufField(2, .bytes([]))]),
            ("0b 08 01 0c", [ProtobufField(1, .group(1..<4))]),
            ("0b 13 14 0c 08 01", [ProtobufField(1, .group(1..<4)), ProtobufField(1, .varint(1))]),
        ] as [(String, [ProtobufField])])
    func everyFieldIsReadAsTheSpecificationEncodesIt(digits: String, fields: [ProtobufField]) throws {
        #expect(try protobufFields(of: octets(digits)) == fields)
    }

    @Test(arguments: [
        ("00 01", "field number 0 is not allowed", 0), ("08 01 02 01", "field number 0 is not allowed", 2),
        ("80 80 80 80 10 00", "field number 536870912 is above the greatest, 536870911", 0),
        ("0e 01", "wire type 6 does not exist", 0), ("0f 01", "wire type 7 does not exist", 0),
        ("0c", "a group ends that was not begun", 0), ("0b 14", "a group ends that was not begun", 1),
        ("0b 00 0c", "field number 0 is not allowed", 1),
        ("08 ff ff ff ff ff ff ff ff ff 02", "a varint of more than 64 bits", 1),
        ("08 80 80 80 80 80 80 80 80 80 80 00", "a varint of more than 64 bits", 1),
    ])
    func whatNoWriterMayWriteIsRefusedWhereItBegins(digits: String, reason: String, offset: Int) {
        #expect(throws: ReadError(.invalidValue(reason), at: offset)) { try protobufFields(of: octets(digits)) }
    }

    @Test(arguments: [
        ("08", 1), ("08 96", 2), ("80", 1), ("21 00 00 00 00 00 00 f8", 8), ("85 01 01 01 00", 5), ("12", 1),
        ("12 07 74 65", 4), ("12 ff ff ff ff ff ff ff ff ff 01 00", 12), ("12 ff ff ff ff ff ff ff ff 7f", 10),
        ("0b", 1),
        ("0b 08 01", 3),
    ])
    func anEndInsideOfAFieldIsRefusedAtTheEnd(digits: String, offset: Int) {
        #expect(throws: ReadError(.unexpectedEnd, at: offset)) { try protobufFields(of: octets(digits)) }
    }

    @Test func aMessageInsideOfAnotherEndsWithItsLength() throws {
        let bytes = octets("1a 03 08 96 01 08 02")
        var outer = ProtobufReader(bytes.span.bytes)
        #expect(try outer.nextTag() == ProtobufTag(3, .lengthDelimited))
        var inner = try outer.readMessage()
        #expect(try inner.nextTag() == ProtobufTag(1, .varint))
        #expect(inner.position == 3)
        #expect(try inner.readVarint() == 150)
        #expect(try inner.nextTag() == nil)
        #expect(try outer.nextTag() == ProtobufTag(1, .varint))
        #expect(try outer.readVarint() == 2)
        #expect(try outer.nextTag() == nil)

        // The length of the inner field fits the payload, not the message that holds it.
        let overlong = octets("1a 02 12 02 08 01")
        var holder = ProtobufReader(overlong.span.bytes)
        _ = try holder.nextTag()
        var held = try holder.readMessage()
        _ = try held.nextTag()
        #expect(throws: ReadError(.unexpectedEnd, at: 4)) { try held.readLengthDelimited() }
    }

    /// Fields 1, 2, 1, 1; of another wire type the last one but one.
    @Test func fieldsOfATagAreCountedUpToAnOffset() {
        let bytes = octets("08 96 01 12 01 61 08 00 0a 00 08 05")
        let reader = ProtobufReader(bytes.span.bytes)
        let tag = ProtobufTag(1, .varint)
        let counts = [(0, 0), (1, 0), (3, 1), (7, 1), (8, 2), (11, 2), (12, 3)]
        for (offset, count) in counts { #expect(reader.count(of: tag, from: 0, before: offset) == count, "\(offset)") }
        #expect(reader.count(of: tag, from: 3, before: 8) == 1)
        #expect(reader.count(of: tag, from: 8, before: 3) == 0)
    }

    @Test func nestingEndsAtTheLimit() throws {
        let bytes = octets("0a 04 0a 02 0a 00")
        var first = ProtobufReader(bytes.span.bytes, depthLimit: 2)
        _ = try first.nextTag()
        var second = try first.readMessage()
        _ = try second.nextTag()
        var third = try second.readMessage()
        _ = try third.nextTag()
        #expect(throws: ReadError(.limitExceeded("nesting", limit: 2), at: 6)) { _ = try third.readMessage() }
        #expect(throws: ReadError(.limitExceeded("nesting", limit: 64), at: 65)) {
            try protobufFields(of: [UInt8](repeating: 0x0b, count: 1_000_000))
        }
    }

    @Test(
        arguments: [
            ([], nil), (Array("plain and longer than eight".utf8), nil), (Array("é日🚀 eight more é".utf8), nil),
            ([0x61, 0x80], 3), ([0xc0, 0x80], 2), ([0xed, 0xa0, 0x80], 2), ([0xf4, 0x90, 0x80, 0x80], 2),
            ([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0xe2, 0x82], 11),
        ] as [([UInt8], Int?)])
    func textsAreUTF8OrRefusedWhereTheSequenceBegins(text: [UInt8], offset: Int?) throws {
        // A valid ending behind the field must not complete what is cut inside of it.
        let bytes = [0x12, UInt8(text.count)] + text + [0x82, 0xac]
        var reader = ProtobufReader(bytes.span.bytes)
        _ = try reader.nextTag()
        if let offset {
            #expect(throws: ReadError(.invalidUTF8, at: offset)) { try reader.readText() }
        } else {
            #expect(try reader.readText() == 2..<2 + text.count)
        }
    }
}
