import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private func payload(_ fixture: String, _ codings: String...) throws -> ReceivedPayload {
    ReceivedPayload(
        target: "/api/v2/spans", headers: HeaderFields(codings.map { ("Content-Encoding", $0) }),
        body: try Fixtures.bytes("compression/" + fixture))
}

@Suite struct ContentDecodingTests {
    @Test(
        arguments: [
            ("content/short.bin", []), ("content/short.bin", ["identity"]), ("content/short.bin", ["", " , identity"]),
            ("short.zopfli.gz", ["gzip"]), ("short.zopfli.gz", ["X-GZIP"]), ("short.zopfli.gz", ["identity, gzip ,"]),
            ("short.zlib-level6.zlib", ["deflate"]), ("short.zlib-level6.deflate", ["Deflate"]),
            ("short.zlib-level0.gz", ["gzip", "identity"]), ("short.zlib-fixed.deflate", ["deflate"]),
        ] as [(String, [String])])
    func codingsAreTakenOff(fixture: String, codings: [String]) throws {
        var request = try payload(fixture)
        for coding in codings { request.headers.append("content-encoding", coding) }
        #expect(try request.content() == Fixtures.bytes("compression/content/short.bin"))
    }

    /// The last coding that was applied is taken off first, whether in one field or in several.
    @Test func severalCodingsAreTakenOffInReverse() throws {
        // The same bytes twice compressed: 3 KiB of gzip inside of gzip.
        let inner = try Fixtures.bytes("compression/bombs/zeros-3MiB.gz")
        #expect(try payload("bombs/zeros-3MiB.twice.gz", "gzip").content() == inner)
        let limits = DecodingLimits(inflation: 1100)
        for fields in [["gzip, gzip"], ["gzip", "gzip"]] {
            var request = try payload("bombs/zeros-3MiB.twice.gz")
            for field in fields { request.headers.append("Content-Encoding", field) }
            #expect(try request.content(limits: limits).count == 3 << 20)
        }
        // As bare deflate the first byte of gzip is the last block, of the reserved type.
        let reserved = ReadError(.invalidValue("a deflate block of the reserved type 3"), at: 0)
        #expect(throws: ContentError.unreadable(.deflate, reserved)) {
            try payload("short.zopfli.gz", "gzip, deflate").content()
        }
    }

    @Test func bombsAreRefusedAtEitherLimit() throws {
        #expect(throws: ContentError.tooLarge(.limitExceeded("inflation", limit: 256))) {
            try payload("bombs/zeros-3MiB.twice.gz", "gzip, gzip").content()
        }
        #expect(throws: ContentError.tooLarge(.limitExceeded("inflated size", limit: 5000))) {
            try payload("spans.zopfli.gz", "gzip").content(limits: DecodingLimits(payloadBytes: 5000))
        }
        #expect(throws: ContentError.tooLarge(.limitExceeded("size", limit: 5000))) {
            try payload("content/spans.json").content(limits: DecodingLimits(payloadBytes: 5000))
        }
        #expect(throws: ContentError.tooManyCodings(limit: 4)) {
            try payload("short.zopfli.gz", "gzip, gzip, gzip, gzip, gzip").content()
        }
    }

    @Test func unknownCodingsAreNamed() throws {
        for (codings, name) in [("zstd", "zstd"), ("gzip, br", "br"), ("br, gzip", "br")] {
            #expect(throws: ContentError.unknownCoding(name)) { try payload("short.zopfli.gz", codings).content() }
        }
    }

    @Test(arguments: [
        ("spans.zopfli.gz", "gzip"), ("spans.zopfli.gz", "application/gzip"), ("spans.zlib-level6.zlib", "deflate"),
        ("spans.zlib-level6.deflate", "deflate"),
    ])
    func compressedSpansAreStored(fixture: String, coding: String) throws {
        var store = SpanStore()
        #expect(try ZipkinV2.receive(try payload(fixture, coding), into: &store) == 100)
        var plain = SpanStore()
        try ZipkinV2.receive(try payload("content/spans.json"), into: &plain)
        #expect(store.allSpans() == plain.allSpans())
    }

    @Test func aBodyThatInflatesBeyondTheLimitIsTooLarge() throws {
        let request = try payload("spans.zopfli.gz", "gzip")
        var store = SpanStore()
        let refusal = #expect(throws: ZipkinRefusal.self) {
            try ZipkinV2.receive(request, into: &store, limits: DecodingLimits(payloadBytes: 60_000))
        }
        #expect(refusal.map { ReceiverResponse.zipkin(refusing: $0).status } == 413)
        #expect(store.count == 0)
    }
}
