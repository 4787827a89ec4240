import TraceBytes

extension ReadError.Reason {
    /// What was wrong as a report says it behind "found": `'{' in place of '['`, `unexpected end of input`.
    var found: String {
        let text = description
        guard case .unexpectedByte = self, text.hasPrefix("found ") else { return text }
        return String(text.dropFirst("found ".count)).replacing(
            ", expected ", with: " in place of ", maxReplacements: 1)
    }
}
