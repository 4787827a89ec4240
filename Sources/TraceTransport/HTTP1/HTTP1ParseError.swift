/// Why received bytes are not an acceptable HTTP/1 message, and where.
///
/// The stream cannot be used afterwards: behind a message whose end is in doubt, nothing is certain.
package struct HTTP1ParseError: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: Reason
    /// The first byte that could not be accepted, counted from 0 at the first byte of the connection.
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// What a server answers before it closes. Whoever passes on an answer that cannot be read says 502 instead
    /// (RFC 9110 section 15.6.3).
    package var status: Int { reason.status }

    package var description: String { "\(reason.rawValue) at byte \(offset)" }

    /// What was wrong, as a sentence part. The number of reasons is fixed, so that they can be counted.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        // Lines
        case bareLF = "line feed without carriage return"
        case bareCR = "carriage return without line feed"
        case emptyLines = "empty lines in place of a request"
        case unexpectedEnd = "connection closed inside a message"

        // Start lines
        case malformedRequestLine = "request line is not `method target version`"
        case invalidMethod = "method is not a token"
        case invalidTarget = "request target has no valid form"
        case requestLineTooLong = "request line too long"
        case malformedVersion = "malformed HTTP version"
        case unsupportedVersion = "unsupported HTTP version"
        case malformedStatusLine = "status line is not `version status reason`"
        case statusLineTooLong = "status line too long"
        case unexpectedResponse = "bytes of a response that no request asked for"
        case tooManyInterimResponses = "too many interim responses"

        // Fields
        case foldedLine = "header line begins with white space"
        case missingColon = "header line without colon"
        case emptyFieldName = "empty header name"
        case spaceBeforeColon = "white space before the colon of a header line"
        case invalidFieldName = "header name is not a token"
        case invalidFieldValue = "control character in a header value"
        case tooManyFields = "too many header fields"
        case headTooLarge = "header section too large"
        case missingHost = "no Host field"
        case repeatedHost = "more than one Host field"
        case invalidHost = "invalid Host field"

        // Framing
        case invalidContentLength = "invalid Content-Length"
        case repeatedContentLength = "more than one Content-Length"
        case contentLengthWithTransferEncoding = "Content-Length beside Transfer-Encoding"
        case transferEncodingInHTTP10 = "Transfer-Encoding in HTTP/1.0"
        case invalidTransferEncoding = "invalid Transfer-Encoding"
        case unsupportedTransferCoding = "transfer coding other than chunked"
        case bodyTooLarge = "content too large"
        case invalidChunkSize = "invalid chunk size"
        case chunkSizeTooLarge = "chunk size overflows"
        case invalidChunkExtension = "invalid chunk extension"
        case chunkExtensionsTooLarge = "chunk size line or extensions too long"
        case chunkWithoutLineEnd = "chunk data without line end"
        case framingFieldInTrailer = "framing or routing field in the trailer section"
        case trailersTooLarge = "trailer section too large"

        package var status: Int {
            switch self {
            case .bodyTooLarge: 413  // RFC 9110 section 15.5.14
            case .requestLineTooLong: 414  // RFC 9112 section 3
            case .headTooLarge, .tooManyFields, .trailersTooLarge: 431  // RFC 6585 section 5
            case .unsupportedTransferCoding: 501  // RFC 9112 section 6.1
            case .unsupportedVersion: 505  // RFC 9110 section 15.6.6
            default: 400  // RFC 9110 section 15.5.1
            }
        }
    }
}
