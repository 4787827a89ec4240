/// Why a message cannot be written as HTTP/1.1 without being read as another one.
package struct HTTP1SerializationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: Reason

    package init(_ reason: Reason) { self.reason = reason }

    package var description: String { reason.rawValue }

    package enum Reason: String, Hashable, Sendable, CaseIterable {
        case method = "the method is not a token"
        case target = "the request target is empty or holds a space, a control character or a byte beyond ASCII"
        case missingHost = "no Host field"
        case status = "the status is not a number from 100 to 999"
        case reason = "the reason phrase holds a control character"
        case fieldName = "a header name is not a token"
        case fieldValue = "a header value holds a control character"
        case framing = "Content-Length or Transfer-Encoding does not agree with the content"
        case contentNotAllowed = "content or its length in a response that has none"
    }
}
