import TraceRules

// What the grammar rules of both encodings ask of a body.

extension CarriedPayload {
    /// The type that the format has; nothing is known of bytes without request.
    func expectContentType(_ check: inout RuleCheck) {
        guard let request, !request.isDatagram else { return }
        let declared = request.mediaType
        check.expect(
            declared == format.contentType,
            else: Violation(
                at: "headers.content-type", expected: format.contentType, actual: declared ?? "none"))
    }
}
