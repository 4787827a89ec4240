import Foundation
import Testing
import TraceWire

@Suite struct ZipkinV2RecordTests {
    @Test(arguments: try WireForm.zipkinV2Forms.payloads(in: .captured))
    func recordsEqualAnIndependentDecode(payload: WirePayload) throws {
        let records = try payload.zipkinV2Records()
        let decoded = try payload.decoded()
        #expect(records.count == decoded.count)
        try #require(!decoded.spans.isEmpty)
        for (record, span) in zip(records, decoded.spans) {
            switch payload.form.encoding {
            case .protobuf: expectEqual(protobuf: record, span)
            default:
                #expect(PlainJSON.object(record.members) as NSDictionary == PlainJSON.spelt(span) as? NSDictionary)
            }
        }
    }

    /// The independent decode is in the words of JSON: digits for identifiers, text for addresses, names for kinds.
    private func expectEqual(protobuf record: ZipkinV2Span, _ span: [String: Any]) {
        var span = span
        // That decoder fills in a duration of 0, which version 3 of protobuf does not write.
        if span["duration"] as? Int == 0, record.duration == nil { span["duration"] = nil }
        #expect(plain(record.members) as NSDictionary == PlainJSON.spelt(span) as? NSDictionary)
    }

    private func plain(_ members: [ZipkinV2Member]) -> [String: Any] {
        Dictionary(
            members.map { ($0.name, plain($0.name, $0.value)) }, uniquingKeysWith: { first, _ in ["repeated": first] })
    }

    private func plain(_ name: String, _ value: ZipkinV2Value) -> Any {
        switch (name, value) {
        case ("kind", .number(let number)):
            ["1": "CLIENT", "2": "SERVER", "3": "PRODUCER", "4": "CONSUMER"][number] ?? number
        case ("debug", .number(let number)), ("shared", .number(let number)): ["bool": number == "1"]
        case ("ipv4", .bytes(let bytes)): address(bytes, AF_INET)
        case ("ipv6", .bytes(let bytes)): address(bytes, AF_INET6)
        case (_, .bytes(let bytes)): bytes.map { String(format: "%02x", $0) }.joined()
        case (_, .text(let text)): text
        case (_, .number(let number)): ["number": number]
        case (_, .object(let members)): plain(members)
        case (_, .array(let elements)): elements.map { plain(name, $0) }
        default: ["unexpected": "\(value)"]
        }
    }

    /// By the system, not by this project.
    private func address(_ bytes: [UInt8], _ family: Int32) -> String {
        var text = [CChar](repeating: 0, count: 64)
        guard inet_ntop(family, bytes, &text, 64) != nil else { return "no address" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
