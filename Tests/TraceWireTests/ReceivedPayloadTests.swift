import Testing
import TraceBytes
import TraceWire

/// RFC 9110 sections 8.3 and 8.4: case and white space mean nothing, parameters are not part of the type.
@Suite struct ReceivedPayloadTests {
    @Test(
        arguments: [
            ("application/json", "application/json"), ("Application/JSON; charset=utf-8", "application/json"),
            (" application/json\t;a=b", "application/json"), ("", ""), (";", ""), ("tëxt/plain", "tëxt/plain"),
        ])
    func theTypeIsInLowerCaseAndWithoutParameters(field: String, expected: String) {
        let request = ReceivedPayload(target: "/", headers: HeaderFields([("CONTENT-type", field)]), body: [])
        #expect(request.mediaType == expected)
    }

    @Test func theFirstOfTwoTypesCountsAndNoneIsNone() {
        let two = HeaderFields([("Content-Type", "a/b"), ("content-type", "c/d")])
        #expect(ReceivedPayload(target: "/", headers: two, body: []).mediaType == "a/b")
        #expect(ReceivedPayload(target: "/", body: []).mediaType == nil)
    }

    @Test(
        arguments: [
            ([], []), (["gzip"], ["gzip"]), (["GZip , identity", "deflate,,"], ["gzip", "deflate"]), ([""], []),
        ] as [([String], [String])])
    func codingsAreListedInTheirOrderWithoutIdentity(fields: [String], expected: [String]) {
        let headers = HeaderFields(fields.map { ("Content-Encoding", $0) })
        #expect(ReceivedPayload(target: "/", headers: headers, body: []).contentEncodings == expected)
    }

    @Test(arguments: [("/v1/traces", "/v1/traces"), ("/a?b?c", "/a"), ("?", ""), ("", "")])
    func thePathEndsAtTheFirstQuestionMark(target: String, expected: String) {
        #expect(ReceivedPayload(target: target, body: []).path == expected)
    }
}
