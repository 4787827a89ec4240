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
}
