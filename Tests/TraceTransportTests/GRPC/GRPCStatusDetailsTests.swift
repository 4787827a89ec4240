import Testing
import TraceBytes

@testable import TraceTransport

/// The bytes were written by Python's `googleapis-common-protos` 1.76.0.
@Suite struct GRPCStatusDetailsTests {
    /// Code 14, "try later", a delay of 1.5 s.
    private static let retryable =
        "CA4SCXRyeSBsYXRlcho2Cih0eXBlLmdvb2dsZWFwaXMuY29tL2dvb2dsZS5ycGMuUmV0cnlJbmZvEgoKCAgBEIDKte4B"
    /// The same with a `DebugInfo` before a delay of a nanosecond.
    private static let withDebugInfo =
        "CA4SCXRyeSBsYXRlchovCih0eXBlLmdvb2dsZWFwaXMuY29tL2dvb2dsZS5ycGMuRGVidWdJbmZvEgMSAXgaMAoodHlwZS5nb29nbGVhcGlz"
        + "LmNvbS9nb29nbGUucnBjLlJldHJ5SW5mbxIECgIQAQ"
    /// No `retry_delay`; one of nothing; -1 s and -5 ns; 315,576,000,000 s, the greatest of `Duration`.
    private static let delays: [(String, Int64?)] = [
        ("CA4SCXRyeSBsYXRlchoqCih0eXBlLmdvb2dsZWFwaXMuY29tL2dvb2dsZS5ycGMuUmV0cnlJbmZv", nil),
        ("CA4SCXRyeSBsYXRlchouCih0eXBlLmdvb2dsZWFwaXMuY29tL2dvb2dsZS5ycGMuUmV0cnlJbmZvEgIKAA", 0),
        (
            "CA4SCXRyeSBsYXRlchpECih0eXBlLmdvb2dsZWFwaXMuY29tL2dvb2dsZS5ycGMuUmV0cnlJbmZvEhgKFgj///////////8BEPv/////////"
                + "/wE", 0
        ),
        ("CA4SCXRyeSBsYXRlcho1Cih0eXBlLmdvb2dsZWFwaXMuY29tL2dvb2dsZS5ycGMuUmV0cnlJbmZvEgkKBwiAvK7Olwk", .max),
    ]

    private func bytes(_ base64: String) throws -> [UInt8] {
        let decoded = base64Bytes(Array(base64.utf8).span.bytes)
        return try #require(decoded)
    }

    private func status(_ bytes: [UInt8]) throws -> GRPCStatusDetails { try GRPCStatusDetails(bytes.span.bytes) }

    @Test func codeMessageAndDetailsAreRead() throws {
        let status = try self.status(bytes(Self.retryable))
        #expect(status.code == 14 && status.message == "try later")
        #expect(status.details.map(\.typeURL) == ["type.googleapis.com/google.rpc.RetryInfo"])
        #expect(status.retryInfo?.delayNanoseconds == 1_500_000_000)
    }

    @Test func detailsOfOtherTypesAreKept() throws {
        let status = try self.status(bytes(Self.withDebugInfo))
        #expect(status.details.map(\.typeName) == ["google.rpc.DebugInfo", "google.rpc.RetryInfo"])
        #expect(status.details.first?.value == [0x12, 1, 0x78])
        #expect(status.retryInfo?.delayNanoseconds == 1)
        #expect(try status.bytes == bytes(Self.withDebugInfo))
    }

    @Test(arguments: delays) func aDelayIsNeverNegativeAndEndsWhereNumbersDo(base64: String, nanoseconds: Int64?) throws
    {
        let info = try #require(try status(bytes(base64)).retryInfo)
        #expect(info.delayNanoseconds == nanoseconds)
    }

    @Test(
        arguments: [(1_500_000_000, retryable)] + [(nil, delays[0].0), (0, delays[1].0), (-1, delays[1].0)]
            as [(Int64?, String)])
    func whatIsWrittenIsWhatOthersWrite(nanoseconds: Int64?, base64: String) throws {
        let status = GRPCStatus(
            .unavailable, "try later", details: [GRPCRetryInfo(delayNanoseconds: nanoseconds).detail])
        #expect(try status.details == bytes(base64))
        #expect(status.retryInfo?.delayNanoseconds == nanoseconds.map { max(0, $0) })
    }

    /// Field 4, a group, and a code with the wrong wire type.
    @Test func unknownFieldsArePassedOver() throws {
        let read = try status([0x20, 1, 0x2b, 0x08, 1, 0x2c, 0x0a, 1, 5, 0x12, 1, 0x78])
        #expect(read == GRPCStatusDetails(code: 0, message: "x", details: []))
    }

    @Test(arguments: [[], [0x1a], [0x1a, 5, 0x0a, 9], [0xff]] as [[UInt8]])
    func detailsThatCannotBeReadSayNothing(details: [UInt8]) {
        #expect(GRPCStatus(.unavailable, "", details: details).retryInfo == nil)
    }

    /// -2 is ten bytes in protobuf.
    @Test func negativeCodesAreKept() throws {
        let bytes: [UInt8] = [8, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]
        let read = try status(bytes)
        #expect(read.code == -2)
        #expect(read.bytes == bytes)
    }
}
