import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// A payload of one of the three forms of Zipkin v1.
struct ZipkinV1Fixture: Sendable, CustomTestStringConvertible {
    let form: ZipkinV1.Form
    let path: String

    var testDescription: String { path }

    func bytes() throws -> [UInt8] {
        path.hasSuffix(".hex") ? try Fixtures.hexBytes(path) : try Fixtures.bytes(path)
    }

    static func all(_ folder: String) throws -> [ZipkinV1Fixture] {
        try ZipkinV1.Form.allCases.flatMap { form in
            try Fixtures.files(
                in: "wire/\(form.format.name)/\(folder)", withExtension: form == .json ? "json" : "hex"
            ).map { ZipkinV1Fixture(form: form, path: $0) }
        }
    }

    /// Of JSON only: no exporter at hand sends Thrift.
    static func captured() throws -> [ZipkinV1Fixture] {
        try CapturedPayload.all(of: "zipkin-v1").map { ZipkinV1Fixture(form: .json, path: "\($0.folder)/\($0.file)") }
    }
}

@Suite struct ZipkinV1FixtureTests {
    @Test(arguments: try ZipkinV1Fixture.all("accept") + ZipkinV1Fixture.captured())
    func acceptedPayloadsBecomeASpanOrMoreForEachOfTheirs(fixture: ZipkinV1Fixture) throws {
        let payload = try fixture.bytes()
        let records = try ZipkinV1.records(payload, as: fixture.form)
        var store = SpanStore()
        let count = try ZipkinV1.decode(payload, as: fixture.form, into: &store)
        let isSplit = fixture.path.contains("both-sides") || fixture.path.contains("one-way")
        #expect(count == records.spans.count + (isSplit ? 1 : 0))
        // Sides of one span have the same identity and differ in their kind.
        for span in store.allSpans() where span.isShared { #expect(span.kind == .server || span.kind == .consumer) }
        // Version 2 says the same as the canonical model does of version 1.
        var second = SpanStore()
        try ZipkinV2.decode(json: ZipkinV2JSONEncoder.encode(store.allSpans()), into: &second)
        #expect(second.allSpans().map(\.spanID) == store.allSpans().map(\.spanID))
        #expect(second.allSpans().map(\.kind) == store.allSpans().map(\.kind))
        #expect(second.allSpans().map(\.start) == store.allSpans().map(\.start))
    }

    /// Beside every payload stand the path, the offset and the reason of its refusal.
    @Test(arguments: try ZipkinV1Fixture.all("reject"))
    func refusedPayloadsSayWhereAndWhyAndLeaveTheStoreAlone(fixture: ZipkinV1Fixture) throws {
        let payload = try fixture.bytes()
        let name = fixture.path.replacing(".json", with: ".expected").replacing(".hex", with: ".expected")
        let expected = try Fixtures.text(name).split(separator: "\n", omittingEmptySubsequences: false)
        var store = SpanStore()
        try ZipkinV1.decode(Array(#"[{"traceId":"1","id":"1","name":"before"}]"#.utf8), as: .json, into: &store)
        let before = store.allSpans()
        let error = #expect(throws: WireError.self) { try ZipkinV1.decode(payload, as: fixture.form, into: &store) }
        #expect(error?.format == fixture.form.format.name)
        #expect(error?.path == String(expected[0]))
        #expect(error.map { String($0.cause.offset) } == String(expected[1]))
        #expect(error.map { "\($0.cause.reason)" } == String(expected[2]))
        #expect(store.allSpans() == before)
        #expect(store.traceCount == 1)
    }
}
