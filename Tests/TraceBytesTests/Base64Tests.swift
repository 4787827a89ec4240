import Testing
import TraceBytes

@Suite struct Base64Tests {
    /// RFC 4648 section 10.
    private static let vectors = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test(arguments: vectors) func theTestVectorsOfTheSpecification(text: String, base64: String) {
        #expect(base64Text(Array(text.utf8)) == base64)
        #expect(bytes(base64) == Array(text.utf8))
        #expect(bytes(base64.filter { $0 != "=" }) == Array(text.utf8))
    }

    /// Sections 4 and 5: the last two of the alphabet.
    @Test func bothAlphabetsAreRead() {
        #expect(bytes("+/+/") == [0xfb, 0xff, 0xbf])
        #expect(bytes("-_-_") == [0xfb, 0xff, 0xbf])
    }

    @Test(arguments: ["Z", "Zg=", "Zm9v=", "Zg===", "Zm9vY", "Z g=", "Zg==Zg==", "=", "Zm9v\n", "Zé", "Zg.."])
    func everythingElseIsNone(text: String) { #expect(bytes(text) == nil) }

    private func bytes(_ text: String) -> [UInt8]? { base64Bytes(Array(text.utf8).span.bytes) }
}
