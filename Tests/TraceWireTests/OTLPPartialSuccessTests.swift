import Testing
import TraceWire

/// OTLP, "Partial Success": `ExportTracePartialSuccess` is field 1 of the response, with `int64 rejected_spans = 1` and
/// `string error_message = 2`.
@Suite struct OTLPPartialSuccessTests {
    @Test(arguments: [
        (#"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}"#, 3, "too old"),
        // A number is read too, as in every 64-bit field.
        (#"{"partialSuccess":{"rejectedSpans":3}}"#, 3, ""),
        (#"{"partialSuccess":{"errorMessage":"a warning"}}"#, 0, "a warning"),
        (#"{"partialSuccess":{}}"#, 0, ""), (#"{"partialSuccess":{"rejectedSpans":"-1"}}"#, 0, ""),
    ])
    func jsonIsRead(body: String, rejected: Int, message: String) throws {
        let partial = try #require(OTLPPartialSuccess(Array(body.utf8), isJSON: true))
        #expect(partial.rejectedSpans == rejected)
        #expect(partial.message == message)
    }

    @Test(
        arguments: [
            ([0x0a, 0x0b, 0x08, 0x03, 0x12, 0x07] + Array("too old".utf8), 3, "too old"),
            ([0x0a, 0x02, 0x08, 0x03], 3, ""), ([0x0a, 0x00], 0, ""),
            // A field that is not declared stands before.
            ([0x10, 0x01, 0x0a, 0x02, 0x08, 0x05], 5, ""),
            // -1 has ten bytes.
            ([0x0a, 0x0b, 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 0, ""),
        ] as [([UInt8], Int, String)])
    func protobufIsRead(body: [UInt8], rejected: Int, message: String) throws {
        let partial = try #require(OTLPPartialSuccess(body, isJSON: false))
        #expect(partial.rejectedSpans == rejected)
        #expect(partial.message == message)
    }

    @Test(arguments: ["", "{}", "[]", "{\"partialSuccess\":", "nothing"])
    func jsonWithoutOneRejectsNothing(body: String) {
        #expect(OTLPPartialSuccess(Array(body.utf8), isJSON: true) == nil)
    }

    @Test(arguments: [[], [0x0a], [0x0a, 0x05, 0x08], [0x0a, 0x02, 0x12, 0x05], [0xff], [0x10, 0x01]] as [[UInt8]])
    func protobufWithoutOneRejectsNothing(body: [UInt8]) {
        #expect(OTLPPartialSuccess(body, isJSON: false) == nil)
    }
}
