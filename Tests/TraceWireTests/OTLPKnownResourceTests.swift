import Testing
import TraceBytes
import TraceModel
import TraceWire

private func delimited(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, UInt8(content.count)] + content }

/// `service.name`, and nothing else (opentelemetry-proto, resource.proto).
private func resource(_ name: String) -> [UInt8] {
    delimited(
        0x0a,
        delimited(
            0x0a, delimited(0x0a, Array("service.name".utf8)) + delimited(0x12, delimited(0x0a, Array(name.utf8)))))
}

private func expected(_ name: String, schemaURL: String = "") -> Resource {
    Resource(attributes: [Attribute("service.name", .string(name))], schemaURL: schemaURL)
}

private let span = delimited(
    0x12,
    delimited(
        0x12,
        delimited(0x0a, [UInt8](repeating: 1, count: 16)) + delimited(0x12, [UInt8](repeating: 2, count: 8))))
private let schema = delimited(0x1a, Array("s".utf8))

/// A resource whose bytes are those of the last one is not read again, and is the same to whoever reads spans.
@Suite struct OTLPKnownResourceTests {
    private func resources(of payloads: [[UInt8]]) throws -> [Resource] {
        var store = SpanStore()
        var known = OTLPKnownResource()
        for payload in payloads {
            let request = ReceivedPayload(
                target: "/v1/traces", headers: HeaderFields([("Content-Type", "application/x-protobuf")]), body: payload
            )
            try OTLP.receive(request, into: &store, limits: .default, knowing: &known)
        }
        return store.allSpans().map(\.resource)
    }

    private func group(_ parts: [UInt8]...) -> [UInt8] { delimited(0x0a, parts.flatMap { $0 }) }

    @Test func theLastOneIsKnownInThisPayloadAndTheNext() throws {
        let first = group(resource("a"), span) + group(resource("a"), span)
        #expect(
            try resources(of: [first, group(resource("a"), span)]) == [expected("a"), expected("a"), expected("a")])
    }

    @Test func anotherOneTakesItsPlace() throws {
        let payloads = ["a", "b", "a"].map { group(resource($0), span) }
        #expect(try resources(of: payloads) == [expected("a"), expected("b"), expected("a")])
    }

    @Test func whatStandsBesideItIsNotKnownWithIt() throws {
        let payloads = [
            group(resource("a"), span, schema), group(resource("a"), span), group(schema, resource("a"), span),
            group(span), group(resource("a"), span),
        ]
        #expect(
            try resources(of: payloads) == [
                expected("a", schemaURL: "s"), expected("a"), expected("a", schemaURL: "s"), Resource(), expected("a"),
            ])
    }

    /// Protobuf encoding, Last One Wins: messages of one field that come twice are one, and lists go on.
    @Test func twoOfOneGroupAreOneWhetherKnownOrNot() throws {
        let twice = Resource(attributes: expected("a").attributes + expected("b").attributes)
        let payload = group(resource("a"), resource("b"), span)
        #expect(try resources(of: [payload, payload, group(resource("b"), span)]) == [twice, twice, expected("b")])
    }

    @Test func whatIsRefusedIsRefusedAgain() throws {
        // A key that is a number.
        let payload = delimited(0x0a, delimited(0x0a, delimited(0x0a, [0x08, 0x01])))
        let request = ReceivedPayload(
            target: "/v1/traces", headers: HeaderFields([("Content-Type", "application/x-protobuf")]), body: payload)
        var store = SpanStore()
        var known = OTLPKnownResource()
        for _ in 0..<2 {
            #expect(throws: OTLPRefusal.self) {
                try OTLP.receive(request, into: &store, limits: .default, knowing: &known)
            }
        }
    }
}
