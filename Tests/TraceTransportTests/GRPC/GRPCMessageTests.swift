import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct GRPCFramingTests {
    private func read(_ data: [UInt8], limit: Int = 100) throws(GRPCFramingError) -> GRPCMessage {
        try GRPCMessage(onlyIn: data, limit: limit)
    }

    @Test(
        arguments: [
            (GRPCMessage([]), [0, 0, 0, 0, 0]),
            (GRPCMessage([8, 1]), [0, 0, 0, 0, 2, 8, 1]),
            (GRPCMessage([7], isCompressed: true), [1, 0, 0, 0, 1, 7]),
        ] as [(GRPCMessage, [UInt8])])
    func aMessageIsAFlagALengthAndItsBytes(message: GRPCMessage, data: [UInt8]) throws {
        #expect(message.framed == data)
        #expect(try read(data) == message)
    }

    @Test func theLengthHasItsHighestByteFirst() throws {
        let message = GRPCMessage([UInt8](repeating: 3, count: 0x01_02_03))
        #expect(message.framed.prefix(5) == [0, 0, 1, 2, 3])
        #expect(try read(message.framed, limit: 0x01_02_03) == message)
    }

    @Test(
        arguments: [
            ([], .noMessage),
            ([0], .cutPrefix(received: 1)),
            // Also where the flag is wrong: no prefix, no flag.
            ([9, 0, 0, 0], .cutPrefix(received: 4)),
            ([2, 0, 0, 0, 0], .flag(2)),
            ([0xff, 0, 0, 0, 0], .flag(0xff)),
            ([0, 0, 0, 0, 1], .cutMessage(1, received: 0)),
            ([1, 0, 0, 0, 3, 7, 7], .cutMessage(3, received: 2)),
            ([0, 0, 0, 0, 101], .tooLarge(101, limit: 100)),
            ([0, 0xff, 0xff, 0xff, 0xff], .tooLarge(4_294_967_295, limit: 100)),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .furtherMessage),
            ([0, 0, 0, 0, 1, 7, 1, 0, 0, 0, 1, 7, 5], .furtherMessage),
            ([0, 0, 0, 0, 1, 7, 5], .trailingBytes(1)),
            // No message: cut, or with another flag.
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], .trailingBytes(5)),
            ([0, 0, 0, 0, 0, 2, 0, 0, 0, 0], .trailingBytes(5)),
        ] as [([UInt8], GRPCFramingError)])
    func whatIsNotOneMessageIsNamed(data: [UInt8], error: GRPCFramingError) {
        #expect(throws: error) { try read(data) }
    }

    @Test func theLimitIsTaken() throws {
        #expect(try read([0, 0, 0, 0, 2, 7, 7], limit: 2).bytes == [7, 7])
        #expect(throws: GRPCFramingError.tooLarge(2, limit: 1)) { try read([0, 0, 0, 0, 2, 7, 7], limit: 1) }
    }
}

@Suite struct GRPCEncodingTests {
    /// `gzip.compress(b"abc", mtime=0)` and `zlib.compress(b"abc")` of Python.
    private static let gzip: [UInt8] = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff, 0x4b, 0x4c, 0x4a, 6, 0, 0xc2, 0x41, 0x24, 0x35, 3, 0, 0, 0,
    ]
    private static let zlib: [UInt8] = [0x78, 0x9c, 0x4b, 0x4c, 0x4a, 6, 0, 2, 0x4d, 1, 0x27]

    private func content(
        _ message: GRPCMessage, _ encoding: String?, limits: DecodingLimits = .default
    ) throws(GRPCMessageError) -> [UInt8] {
        try GRPCMessage.read(message.framed, encoding: encoding, limits: limits).content
    }

    @Test func whatIsReadIsSaid() { #expect(GRPCEncoding.accepted == "identity,gzip,deflate") }

    @Test(arguments: [("gzip", gzip), ("deflate", zlib)])
    func compressedMessagesAreDecompressed(encoding: String, bytes: [UInt8]) throws {
        let data = GRPCMessage(bytes, isCompressed: true).framed
        let read = try GRPCMessage.read(data, encoding: encoding, limits: .default)
        #expect(read.content == Array("abc".utf8))
        #expect(read.message == GRPCMessage(bytes, isCompressed: true))
    }

    /// "A value of 0 indicates that no encoding of Message bytes has occurred", whatever encoding is named.
    @Test(arguments: [nil, "identity", "gzip", "deflate"]) func withoutTheFlagBytesAreTheMessage(encoding: String?)
        throws
    {
        #expect(try content(GRPCMessage(Self.gzip), encoding) == Self.gzip)
    }

    @Test(arguments: [nil, "identity"]) func theFlagNeedsAnEncoding(encoding: String?) {
        let error = #expect(throws: GRPCMessageError.self) {
            try content(GRPCMessage(Self.gzip, isCompressed: true), encoding)
        }
        #expect(error == .compressedWithoutEncoding)
        #expect(error?.code(for: .server) == .internal && error?.code(for: .client) == .internal)
    }

    @Test(arguments: ["snappy", "GZIP", "x-gzip", "", "gzip, gzip"], [false, true])
    func otherEncodingsAreUnknown(encoding: String, isCompressed: Bool) {
        let error = #expect(throws: GRPCMessageError.self) {
            try content(GRPCMessage(Self.gzip, isCompressed: isCompressed), encoding)
        }
        #expect(error == .unknownEncoding(encoding))
        #expect(error?.code(for: .server) == .unimplemented && error?.code(for: .client) == .internal)
    }

    @Test(arguments: [
        ("gzip", zlib), ("deflate", gzip), ("gzip", Array(gzip.dropLast())), ("deflate", zlib + [0]), ("gzip", []),
    ])
    func whatIsNotInItsEncodingIsInternal(encoding: String, bytes: [UInt8]) {
        let error = #expect(throws: GRPCMessageError.self) {
            try content(GRPCMessage(bytes, isCompressed: true), encoding)
        }
        guard case .undecodable(let named, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(named.rawValue == encoding)
        #expect(error?.code(for: .server) == .internal && error?.code(for: .client) == .internal)
    }

    /// Two MiB of zeros in two kilobytes: more than 256 bytes for each.
    @Test func bombsExhaustAResource() {
        let zeros = [UInt8](repeating: 0, count: 2 << 20)
        for limits in [DecodingLimits.default, DecodingLimits(payloadBytes: 1 << 20, inflation: 2_000)] {
            let error = #expect(throws: GRPCMessageError.self) { try content(.gzip(zeros), "gzip", limits: limits) }
            #expect(error?.code(for: .server) == .resourceExhausted)
            #expect(error?.code(for: .client) == .resourceExhausted)
        }
    }
}
