import TraceBytes
import TraceRules

// What the grammar rules of both encodings ask of a body.

extension CarriedPayload {
    /// The type that the format has; nothing is known of bytes without request.
    func expectContentType(_ check: inout RuleCheck) {
        guard let request, !request.method.isEmpty else { return }
        let declared = request.mediaType
        check.expect(
            declared == format.contentType,
            else: Violation(
                at: "headers.content-type", expected: format.contentType, actual: declared ?? "none"))
    }

    /// Where the walker stopped, and why.
    func unreadable(expected: String) -> Violation {
        guard let failure else { return Violation(at: "", expected: expected, actual: "") }
        var violation = Violation(
            at: failure.path, expected: expected, actual: "\(failure.cause.reason)", offset: failure.cause.offset)
        if case .unexpectedByte(let byte, let grammar) = failure.cause.reason {
            violation.expected = grammar
            violation.actual =
                (0x21...0x7e).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(hexDigits([byte]))"
        }
        return violation
    }
}
