import TraceBytes
import TraceRules

extension CarriedPayload {
    /// Why there are no records of it, as what was found in place of what was asked.
    func unreadable(expected: String) -> Violation {
        guard let failure else { return Violation(at: "", expected: expected, actual: "nothing") }
        let (path, cause) = (failure.path, failure.cause)
        guard case .unexpectedByte(let byte, let wanted) = cause.reason else {
            return Violation(at: path, expected: expected, actual: "\(cause.reason)", offset: cause.offset)
        }
        let isVisible = (0x21...0x7e).contains(byte)
        return Violation(
            at: path, expected: wanted, actual: isVisible ? "'\(UnicodeScalar(byte))'" : "0x\(hexDigits([byte]))",
            offset: cause.offset)
    }

    /// Whether it is no export, as a GET without body, or rules about requests say already why the body cannot be read: it
    /// is compressed without saying so, or JSON is where Thrift should be, or the other way round.
    var isExplainedByRequest: Bool {
        guard contentError == nil else { return true }
        guard let request, let first = content.first else {
            return request.map { ["GET", "HEAD", "OPTIONS"].contains($0.method) } ?? false
        }
        if content.starts(with: [0x1f, 0x8b]) { return true }
        guard request.mediaType == format.contentType else { return false }
        let isJSON = first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
        let isThrift = [0x0b, 0x0c, 0x0f, 0x80, 0x82].contains(first)
        return format == ZipkinV1.json ? isThrift : isJSON
    }
}
