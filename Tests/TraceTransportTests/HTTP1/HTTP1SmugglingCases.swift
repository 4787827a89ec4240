import Testing

@testable import TraceTransport

/// A request that must be refused, and exactly how.
struct RefusedRequest: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let status: Int
    let reason: HTTP1ParseError.Reason
    let offset: Int

    /// `text` holds `¦` before the byte that is refused.
    init(_ text: String, _ status: Int, _ reason: HTTP1ParseError.Reason) {
        let parts = text.split(separator: "¦", omittingEmptySubsequences: false)
        bytes = parts.flatMap { $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
        offset = parts.count == 2 ? parts[0].unicodeScalars.count : -1
        self.status = status
        self.reason = reason
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }
}

private let host = "Host: a\r\n"
private let post = "POST / HTTP/1.1\r\nHost: a\r\n"
private let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

/// Where recipients are known to disagree, and the limits of the grammar around it.
let refusedRequests: [RefusedRequest] = [
    // Length and chunking together (RFC 9112 section 6.3)
    RefusedRequest(
        post + "Content-Length: 5\r\n¦Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
        .contentLengthWithTransferEncoding),
    RefusedRequest(
        post + "Transfer-Encoding: chunked\r\n¦Content-Length: 5\r\n\r\n0\r\n\r\n", 400,
        .contentLengthWithTransferEncoding),
    RefusedRequest(
        post + "Transfer-Encoding: gzip\r\n¦Content-Length: 5\r\n\r\n", 400, .contentLengthWithTransferEncoding),
    RefusedRequest(
        "POST / HTTP/1.0\r\nContent-Length: 5\r\n¦Transfer-Encoding: chunked\r\n\r\n", 400,
        .contentLengthWithTransferEncoding),
    RefusedRequest("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n¦0\r\n\r\n", 400, .transferEncodingInHTTP10),

    // Content-Length (RFC 9110 section 8.6)
    RefusedRequest(post + "Content-Length: 5\r\n¦Content-Length: 6\r\n\r\nhello", 400, .repeatedContentLength),
    RefusedRequest(post + "Content-Length: 5\r\n¦content-length: 5\r\n\r\nhello", 400, .repeatedContentLength),
    RefusedRequest(post + "¦Content-Length: 5, 5\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length: -5\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length: +5\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length: 0x5\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length: 5 5\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length: 5.0\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length: \"5\"\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length:\r\n\r\nhello", 400, .invalidContentLength),
    RefusedRequest(post + "¦Content-Length: 9223372036854775808\r\n\r\n", 413, .bodyTooLarge),
    RefusedRequest(post + "¦Content-Length: 18446744073709551621\r\n\r\nhello", 413, .bodyTooLarge),
    RefusedRequest(post + "Content-Length: 67108865\r\n\r\n¦", 413, .bodyTooLarge),

    // Transfer-Encoding (RFC 9112 sections 6.1 and 7)
    RefusedRequest(post + "Transfer-Encoding: gzip, chunked\r\n\r\n¦0\r\n\r\n", 501, .unsupportedTransferCoding),
    RefusedRequest(post + "Transfer-Encoding: identity\r\n\r\n¦", 501, .unsupportedTransferCoding),
    RefusedRequest(post + "Transfer-Encoding: xchunked\r\n\r\n¦0\r\n\r\n", 501, .unsupportedTransferCoding),
    RefusedRequest(
        post + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n¦0\r\n\r\n", 501,
        .unsupportedTransferCoding),
    RefusedRequest(post + "¦Transfer-Encoding: chunked, gzip\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(post + "¦Transfer-Encoding: chunked, chunked\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(
        post + "Transfer-Encoding: chunked\r\n¦Transfer-Encoding: chunked\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(
        post + "Transfer-Encoding: chunked\r\n¦Transfer-Encoding: identity\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(post + "¦Transfer-Encoding: ,chunked\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(post + "¦Transfer-Encoding: chunked;a=b\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(post + "¦Transfer-Encoding: \"chunked\"\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(post + "¦Transfer-Encoding:\r\n\r\n", 400, .invalidTransferEncoding),
    RefusedRequest(post + "Transfer-Encoding: ¦\u{0b}chunked\r\n\r\n", 400, .invalidFieldValue),
    RefusedRequest(post + "Transfer-Encoding¦ : chunked\r\n\r\n", 400, .spaceBeforeColon),
    RefusedRequest(post + "Transfer-Encoding¦\t: chunked\r\n\r\n", 400, .spaceBeforeColon),
    RefusedRequest(post + "X: x¦\nTransfer-Encoding: chunked\r\n\r\n", 400, .bareLF),

    // Lines (RFC 9112 section 2.2)
    RefusedRequest("GET / HTTP/1.1¦\nHost: a\n\n", 400, .bareLF),
    RefusedRequest("GET / HTTP/1.1\r\nHost: a¦\n\r\n", 400, .bareLF),
    RefusedRequest("GET / HTTP/1.1\r\nHost: a\r\n¦\n", 400, .bareLF),
    RefusedRequest("GET / HTTP/1.1¦\rHost: a\r\n\r\n", 400, .bareCR),
    RefusedRequest("GET / HTTP/1.1\r\nHost: a¦\rX: b\r\n\r\n", 400, .bareCR),
    RefusedRequest("GET / HTTP/1.1\r\nHost: a¦\r\r\n\r\n", 400, .bareCR),
    RefusedRequest("\r\n¦\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, .emptyLines),

    // Fields (RFC 9110 section 5, RFC 9112 section 5)
    RefusedRequest(post + "X: a\r\n¦ folded\r\n\r\n", 400, .foldedLine),
    RefusedRequest(post + "X: a\r\n¦\tfolded\r\n\r\n", 400, .foldedLine),
    RefusedRequest("GET / HTTP/1.1\r\n¦ Host: a\r\n\r\n", 400, .foldedLine),
    RefusedRequest(post + "X¦ : a\r\n\r\n", 400, .spaceBeforeColon),
    RefusedRequest(post + "¦: a\r\n\r\n", 400, .emptyFieldName),
    RefusedRequest(post + "X-Y-Z¦\r\n\r\n", 400, .missingColon),
    RefusedRequest(post + "X¦(a): a\r\n\r\n", 400, .invalidFieldName),
    RefusedRequest(post + "X¦\u{0}: a\r\n\r\n", 400, .invalidFieldName),
    RefusedRequest(post + "X¦\u{80}: a\r\n\r\n", 400, .invalidFieldName),
    RefusedRequest(post + "X¦\"Y: a\r\n\r\n", 400, .invalidFieldName),
    RefusedRequest(post + "X: a¦\u{0}b\r\n\r\n", 400, .invalidFieldValue),
    RefusedRequest(post + "X: a¦\u{1b}b\r\n\r\n", 400, .invalidFieldValue),
    RefusedRequest(post + "X: a¦\u{7f}b\r\n\r\n", 400, .invalidFieldValue),

    // Host (RFC 9112 section 3.2)
    RefusedRequest("GET / HTTP/1.1\r\n\r\n¦", 400, .missingHost),
    RefusedRequest("GET http://a/ HTTP/1.1\r\nX: a\r\n\r\n¦", 400, .missingHost),
    RefusedRequest("GET / HTTP/1.1\r\nHost: a\r\n¦Host: a\r\n\r\n", 400, .repeatedHost),
    RefusedRequest("GET / HTTP/1.0\r\nHost: a\r\n¦hOST: b\r\n\r\n", 400, .repeatedHost),
    RefusedRequest("GET / HTTP/1.1\r\n¦Host: a b\r\n\r\n", 400, .invalidHost),
    RefusedRequest("GET / HTTP/1.1\r\n¦Host: a/b\r\n\r\n", 400, .invalidHost),
    RefusedRequest("GET / HTTP/1.1\r\n¦Host: user@a\r\n\r\n", 400, .invalidHost),
    RefusedRequest("GET / HTTP/1.1\r\n¦Host: a:80b\r\n\r\n", 400, .invalidHost),
    RefusedRequest("GET / HTTP/1.1\r\n¦Host: [::1\r\n\r\n", 400, .invalidHost),
    RefusedRequest("GET / HTTP/1.1\r\n¦Host: ::1\r\n\r\n", 400, .invalidHost),

    // Chunks (RFC 9112 section 7.1)
    RefusedRequest(chunked + "¦\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "¦g\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "¦-1\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "¦ 1\r\na\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "¦;a\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "0¦x1\r\na\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "1¦ \r\na\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "1¦,a\r\n", 400, .invalidChunkSize),
    RefusedRequest(chunked + "1;a=¦\u{0}\r\na\r\n", 400, .invalidChunkExtension),
    RefusedRequest(chunked + "1;a¦\na\r\n0\r\n\r\n", 400, .bareLF),
    RefusedRequest(chunked + "1¦\na\r\n0\r\n\r\n", 400, .bareLF),
    RefusedRequest(chunked + "1¦\rXa\r\n0\r\n\r\n", 400, .bareCR),
    RefusedRequest(chunked + "1\r\na¦b\r\n0\r\n\r\n", 400, .chunkWithoutLineEnd),
    RefusedRequest(chunked + "1\r\na¦\n0\r\n\r\n", 400, .bareLF),
    RefusedRequest(chunked + "1\r\na¦0\r\n\r\n", 400, .chunkWithoutLineEnd),
    RefusedRequest(chunked + "¦8000000000000000\r\na", 400, .chunkSizeTooLarge),
    RefusedRequest(chunked + "¦ffffffffffffffff\r\na", 400, .chunkSizeTooLarge),
    RefusedRequest(chunked + "¦10000000000000001\r\na", 400, .chunkSizeTooLarge),
    RefusedRequest(chunked + "¦7fffffffffffffff\r\na", 413, .bodyTooLarge),
    RefusedRequest(chunked + "1\r\na\r\n¦4000000\r\n", 413, .bodyTooLarge),
    RefusedRequest(chunked + "0\r\n¦Content-Length: 1\r\n\r\n", 400, .framingFieldInTrailer),
    RefusedRequest(chunked + "0\r\n¦Transfer-Encoding: chunked\r\n\r\n", 400, .framingFieldInTrailer),
    RefusedRequest(chunked + "0\r\n¦Host: b\r\n\r\n", 400, .framingFieldInTrailer),
    RefusedRequest(chunked + "0\r\nGET¦ / HTTP/1.1\r\n\r\n", 400, .spaceBeforeColon),

    // Request lines and versions (RFC 9112 sections 2.3 and 3)
    RefusedRequest("¦GET /\r\n", 400, .malformedRequestLine),
    RefusedRequest("¦GET\r\n", 400, .malformedRequestLine),
    RefusedRequest("¦ GET / HTTP/1.1\r\n", 400, .malformedRequestLine),
    RefusedRequest("¦GET  / HTTP/1.1\r\n", 400, .malformedRequestLine),
    RefusedRequest("GET / ¦ HTTP/1.1\r\n", 400, .malformedVersion),
    RefusedRequest("GET / ¦HTTP/1.1 \r\n", 400, .malformedVersion),
    RefusedRequest("GET / ¦x HTTP/1.1\r\n", 400, .malformedVersion),
    RefusedRequest("GET / ¦http/1.1\r\n", 400, .malformedVersion),
    RefusedRequest("GET / ¦HTTP/1.10\r\n", 400, .malformedVersion),
    RefusedRequest("GET / ¦HTTP/+1.1\r\n", 400, .malformedVersion),
    RefusedRequest("GET / ¦HTTP/2.0\r\n", 505, .unsupportedVersion),
    RefusedRequest("GET / ¦HTTP/0.9\r\n", 505, .unsupportedVersion),
    RefusedRequest("PRI * ¦HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, .unsupportedVersion),
    RefusedRequest("G¦(T / HTTP/1.1\r\n", 400, .invalidMethod),
    RefusedRequest("GET¦\t/ / HTTP/1.1\r\n", 400, .invalidMethod),
    RefusedRequest("GET /a¦\u{0}b HTTP/1.1\r\n", 400, .invalidTarget),
    RefusedRequest("GET /a¦\u{e9}b HTTP/1.1\r\n", 400, .invalidTarget),
    RefusedRequest("GET /a¦\tb HTTP/1.1\r\n", 400, .invalidTarget),
    RefusedRequest("GET ¦a HTTP/1.1\r\n", 400, .invalidTarget),
    RefusedRequest("GET ¦* HTTP/1.1\r\n", 400, .invalidTarget),
    RefusedRequest("GET ¦ftp://a/ HTTP/1.1\r\n", 400, .invalidTarget),
    RefusedRequest("GET ¦http:///a HTTP/1.1\r\n", 400, .invalidTarget),
    RefusedRequest("CONNECT ¦/a HTTP/1.1\r\n", 400, .invalidTarget),

    // The first bytes of a TLS handshake sent to a port without TLS
    RefusedRequest("\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}¦\n", 400, .bareLF),

    // Limits
    RefusedRequest("GET /" + String(repeating: "a", count: 8187) + "¦ HTTP/1.1\r\n", 414, .requestLineTooLong),
    RefusedRequest(post + "X: " + String(repeating: "a", count: 65_536 - 26 - 3 - 2) + "¦a", 431, .headTooLarge),
    RefusedRequest(post + String(repeating: "X: a\r\n", count: 99) + "¦X: a\r\n\r\n", 431, .tooManyFields),
    RefusedRequest(chunked + "1;" + String(repeating: "a", count: 4094) + "¦a\r\n", 400, .chunkExtensionsTooLarge),
    RefusedRequest(
        chunked + String(repeating: "1;" + String(repeating: "a", count: 1023) + "\r\na\r\n", count: 16)
            + "¦1;a\r\na\r\n", 400,
        .chunkExtensionsTooLarge),
    RefusedRequest(chunked + "0\r\nX: " + String(repeating: "a", count: 8192 - 3 - 2) + "¦a", 431, .trailersTooLarge),
]
