import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct GRPCStatusCodeTests {
    /// statuscodes.md, in its order.
    private static let names = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]

    @Test func numbersFromZeroToSixteenHaveNames() {
        #expect(Self.names.count == 17)
        for (number, name) in Self.names.enumerated() {
            let code = GRPCStatusCode(UInt32(number))
            #expect(code.description == name && code.number == UInt32(number))
        }
    }

    @Test(arguments: [17, 99, UInt32.max]) func otherNumbersAreKept(number: UInt32) {
        #expect(GRPCStatusCode(number) == .unassigned(number))
        #expect(GRPCStatusCode(number).number == number)
    }
}

@Suite struct GRPCStatusFieldTests {
    @Test(
        arguments: [
            (GRPCStatus.ok, [("grpc-status", "0")]),
            (GRPCStatus(.unavailable, "try later"), [("grpc-status", "14"), ("grpc-message", "try later")]),
            (GRPCStatus(.unassigned(99)), [("grpc-status", "99")]),
            (
                // Unpadded: "should emit un-padded values".
                GRPCStatus(.internal, "50 %", details: [8, 13, 0, 255]),
                [("grpc-status", "13"), ("grpc-message", "50 %25"), ("grpc-status-details-bin", "CA0A/w")]
            ),
        ] as [(GRPCStatus, [(String, String)])])
    func aStatusIsOneToThreeFields(status: GRPCStatus, fields: [(String, String)]) {
        var written = HeaderFields()
        status.append(to: &written)
        #expect(written == HeaderFields(fields))
        #expect(GRPCStatus(in: written) == status)
    }

    @Test func whereNoneIsStatedThereIsNone() {
        #expect(GRPCStatus(in: HeaderFields([("content-type", "application/grpc"), ("grpc-message", "x")])) == nil)
    }

    @Test(arguments: ["", "00", "01", "+1", "-1", " 1", "1 ", "0x1", "1.0", "OK", "4294967296", "99999999999999999999"])
    func whatIsNoNumberIsUnknownAndSaysSo(text: String) {
        let status = GRPCStatus(in: HeaderFields([("grpc-status", text), ("grpc-message", "x")]))
        let message = "grpc-status is \"\(text)\", not a decimal number without leading zeros"
        #expect(status == GRPCStatus(.unknown, message))
    }

    @Test func twoStatusesAreUnknown() {
        let fields = HeaderFields([("grpc-status", "0"), ("grpc-status", "0")])
        #expect(GRPCStatus(in: fields) == GRPCStatus(.unknown, "2 fields grpc-status"))
    }

    @Test(
        arguments: [("CA0A/w==", [8, 13, 0, 255]), ("CA0A/w", [8, 13, 0, 255]), ("CA0A/", []), ("&", [])]
            as [(String, [UInt8])])
    func detailsAreReadPaddedOrNotAndAreElseAbsent(text: String, details: [UInt8]) {
        let fields = HeaderFields([("grpc-status", "14"), ("grpc-status-details-bin", text)])
        #expect(GRPCStatus(in: fields) == GRPCStatus(.unavailable, details: details))
    }
}

@Suite struct GRPCPercentEncodingTests {
    /// PROTOCOL-HTTP2.md: %x20-%x24 / %x26-%x7E are as they are, digits are 0-9 and A-F.
    @Test(
        arguments: [
            ("try later", "try later"), ("", ""), ("100%", "100%25"), ("~ !\"#$&'", "~ !\"#$&'"),
            ("a\nb\u{7f}", "a%0Ab%7F"),
            ("é", "%C3%A9"), ("☃", "%E2%98%83"), ("😀", "%F0%9F%98%80"), ("\u{0}", "%00"),
        ])
    func visibleASCIIStaysAndTheRestIsEscaped(text: String, encoded: String) {
        #expect(GRPCPercentEncoding.encode(text) == encoded)
        #expect(GRPCPercentEncoding.decode(Array(encoded.utf8)[...]) == text)
    }

    /// "Implementations MUST NOT error or throw away the message."
    @Test(
        arguments: [
            ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%%41", "%A"), ("a%4", "a%4"), ("%e2%98%83", "☃"),
            ("%4g%41", "%4gA"),
            ("%+1", "%+1"), ("%ff!", "\u{fffd}!"), ("%C3", "\u{fffd}"), ("plain é", "plain é"),
        ])
    func brokenEscapesStayAsTheyAre(encoded: String, text: String) {
        #expect(GRPCPercentEncoding.decode(Array(encoded.utf8)[...]) == text)
    }
}
