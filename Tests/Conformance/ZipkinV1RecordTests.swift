import Foundation
import Testing
import TraceWire

@Suite struct ZipkinV1RecordTests {
    @Test(arguments: try WireForm.zipkinV1Forms.payloads(in: .captured))
    func recordsEqualAnIndependentDecode(payload: WirePayload) throws {
        let records = try payload.zipkinV1Records().spans
        let decoded = try payload.decoded()
        #expect(records.count == decoded.count)
        try #require(!decoded.spans.isEmpty)
        for (record, span) in zip(records, decoded.spans) {
            #expect(PlainJSON.object(record.members) as NSDictionary == PlainJSON.spelt(span) as? NSDictionary)
        }
    }
}
