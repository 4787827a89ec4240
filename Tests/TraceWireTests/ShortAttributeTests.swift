import Testing
import TraceBytes
import TraceModel
import TraceWire

private func delimited(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, UInt8(content.count)] + content }

private let key: [UInt8] = [0x0a, 0x01, 0x6b]  // k
private let ones = [UInt8](repeating: 0xff, count: 9)

/// Attributes of the usual shapes are read in one go, and whatever differs from them a little as it always was.
@Suite struct ShortAttributeTests {
    private func attributes(otlp attribute: [UInt8]) throws -> [Attribute] {
        let identity =
            delimited(0x0a, [UInt8](repeating: 1, count: 16)) + delimited(0x12, [UInt8](repeating: 2, count: 8))
        let span = identity + delimited(0x4a, attribute)
        var store = SpanStore()
        try OTLP.decode(protobuf: delimited(0x0a, delimited(0x12, delimited(0x12, span))), into: &store)
        return store.allSpans().flatMap(\.attributes)
    }

    /// `KeyValue` and `AnyValue` of common.proto; protobuf encoding, Base 128 Varints.
    @Test(
        arguments: [
            (key + [0x12, 0x03, 0x0a, 0x01, 0x76], Attribute("k", .string("v"))),
            (key + [0x12, 0x02, 0x0a, 0x00], Attribute("k", .string(""))),
            (key + [0x12, 0x02, 0x18, 0x05], Attribute("k", .int(5))),
            (key + [0x12, 0x03, 0x18, 0xac, 0x02], Attribute("k", .int(300))),
            // Longer than needed, which every reader of protobuf takes.
            (key + [0x12, 0x03, 0x18, 0x80, 0x00], Attribute("k", .int(0))),
            (key + [0x12, 0x0a, 0x18] + ones.dropLast() + [0x7f], Attribute("k", .int(.max))),
            (key + [0x12, 0x0b, 0x18] + ones + [0x01], Attribute("k", .int(-1))),
            (key + [0x12, 0x02, 0x10, 0x01], Attribute("k", .bool(true))),
            (key + [0x12, 0x02, 0x10, 0x00], Attribute("k", .bool(false))),
            (key + [0x12, 0x00], Attribute("k", .empty)),
            // Two members of one value: the last counts. The value before the key. No key, and one that is not ASCII.
            (key + [0x12, 0x04, 0x18, 0x05, 0x18, 0x06], Attribute("k", .int(6))),
            ([0x12, 0x02, 0x18, 0x05] + key, Attribute("k", .int(5))),
            ([0x0a, 0x00, 0x12, 0x02, 0x18, 0x05], Attribute("", .int(5))),
            ([0x0a, 0x02, 0xc3, 0xa9, 0x12, 0x02, 0x18, 0x05], Attribute("é", .int(5))),
        ] as [([UInt8], Attribute)])
    func valuesOfOTLPAreRead(attribute: [UInt8], expected: Attribute) throws {
        #expect(try attributes(otlp: attribute) == [expected])
    }

    @Test(
        arguments: [
            key + [0x12, 0x02, 0x18, 0x80], key + [0x12, 0x03, 0x18, 0x05], key + [0x12, 0x03, 0x0a, 0x02, 0x76],
            [0x0a, 0x01, 0xff, 0x12, 0x02, 0x18, 0x05],
        ] as [[UInt8]])
    func whatIsNoValueOfOTLPIsRefused(attribute: [UInt8]) {
        #expect(throws: WireError.self) { try attributes(otlp: attribute) }
    }

    private func attributes(jaeger tag: [UInt8]) throws -> [Attribute] {
        // Ids, name `n`, flags, start and duration; then the list of tags (jaeger.thrift; Thrift compact protocol).
        let span: [UInt8] =
            [0x16, 0x02, 0x16, 0x00, 0x16, 0x04, 0x16, 0x00, 0x18, 0x01, 0x6e, 0x25, 0x00, 0x16, 0x02, 0x16, 0x02]
            + [0x19, 0x1c] + tag + [0x00]
        let batch: [UInt8] = [0x1c, 0x18, 0x01, 0x73, 0x00, 0x19, 0x1c] + span + [0x00]
        let message: [UInt8] = [0x82, 0x81, 0x00, 0x09] + Array("emitBatch".utf8) + [0x1c] + batch + [0x00]
        var store = SpanStore()
        try Jaeger.decode(message, as: .compactDatagram, into: &store)
        return store.allSpans().flatMap(\.attributes)
    }

    private static let tagKey: [UInt8] = [0x18, 0x01, 0x6b]

    @Test(
        arguments: [
            (tagKey + [0x15, 0x00, 0x18, 0x01, 0x76, 0x00], Attribute("k", .string("v"))),
            (tagKey + [0x15, 0x00, 0x18, 0x00, 0x00], Attribute("k", .string(""))),
            (tagKey + [0x15, 0x00, 0x18, 0x01, 0xff, 0x00], Attribute("k", .bytes([0xff]))),
            (tagKey + [0x15, 0x06, 0x46, 0x09, 0x00], Attribute("k", .int(-5))),
            (tagKey + [0x15, 0x06, 0x46, 0xac, 0x02, 0x00], Attribute("k", .int(150))),
            (tagKey + [0x15, 0x06, 0x46] + ones + [0x01, 0x00], Attribute("k", .int(.min))),
            (tagKey + [0x15, 0x04, 0x31, 0x00], Attribute("k", .bool(true))),
            (tagKey + [0x15, 0x04, 0x32, 0x00], Attribute("k", .bool(false))),
            // The text before the type, whose id is spelt; a type whose value is not there; a second value behind it.
            (tagKey + [0x28, 0x01, 0x76, 0x05, 0x04, 0x00, 0x00], Attribute("k", .string("v"))),
            (tagKey + [0x15, 0x04, 0x18, 0x01, 0x76, 0x00], Attribute("k", .empty)),
            (tagKey + [0x15, 0x00, 0x18, 0x01, 0x76, 0x36, 0x02, 0x00], Attribute("k", .string("v"))),
        ] as [([UInt8], Attribute)])
    func tagsOfJaegerAreRead(tag: [UInt8], expected: Attribute) throws {
        #expect(try attributes(jaeger: tag) == [expected])
    }

    @Test(
        arguments: [
            tagKey + [0x15, 0x00, 0x18, 0x7f, 0x76, 0x00], tagKey + [0x18, 0x01, 0x76, 0x00],
            tagKey + [0x15, 0x06, 0x46] + ones + [0xff, 0x01, 0x00],
        ] as [[UInt8]])
    func whatIsNoTagIsRefused(tag: [UInt8]) {
        #expect(throws: WireError.self) { try attributes(jaeger: tag) }
    }
}
