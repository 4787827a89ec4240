import TraceBytes
import TraceRules

// MARK: gRPC, PROTOCOL-HTTP2.md, Requests: Custom-Metadata

extension Rule<CarriedPayload> {
    /// That configured metadata arrives, only who configured it can tell.
    static let grpcBinaryMetadata = Rule(
        "grpc/metadata/binary-values", "OTLPG-013", .must, "Values of names that end in -bin are base64.",
        why: "Libraries cannot decode the value: they refuse the call, or hand on nothing.",
        spec: "gRPC over HTTP2, Requests, Binary-Header; RFC 4648 section 4", good: "x-tenant-bin: AAH/",
        bad: "x-tenant-bin: tenant 7"
    ) { carried, check in
        guard let call = carried.call else { return }
        for field in call.headers where isBinary(field) {
            check.expect(
                field.value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy(isBase64),
                else: Violation(
                    at: "headers.\(field.nameText)", expected: "base64", actual: "'\(field.valueText)'"))
        }
    }

    /// What a recording holds in place of a secret says nothing of what was sent.
    private static func isBinary(_ field: HeaderField) -> Bool {
        guard field.name.count > 4, equalsIgnoringASCIICase(field.name.suffix(4), "-bin".utf8) else { return false }
        return !field.value.starts(with: "[redacted, ".utf8)
    }

    /// One of several values that were joined by commas, padded or not: "implementations MUST accept padded and un-padded".
    private static func isBase64(_ value: ArraySlice<UInt8>) -> Bool {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let text = value.drop(while: isSpace)
        let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? text.startIndex
        let trimmed = text[..<end]
        return base64Bytes(trimmed.span.bytes) != nil
    }
}
