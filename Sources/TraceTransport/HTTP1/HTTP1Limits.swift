/// What one HTTP/1 message may cost before it is refused. Each limit says its unit, its default and the attack it stops.
package struct HTTP1Limits: Sendable, Hashable {
    /// Bytes of the request or status line without its line end; 8 KiB (RFC 9112 section 3 asks for at least 8000).
    /// Stops a target without end. Answer: 414.
    package var startLineBytes = 8 << 10

    /// Bytes of a whole head, from its first byte to the empty line; 64 KiB. Stops a header section that never ends.
    /// Answer: 431.
    package var headBytes = 64 << 10

    /// Fields of a header section; 100. Stops many tiny fields, each of which costs more than its bytes. Answer: 431.
    package var fields = 100

    /// Bytes of content after the removal of chunked coding; 64 MiB. Stops exhaustion of memory. Answer: 413.
    package var bodyBytes = 64 << 20

    /// Bytes of a chunk-size line with its extensions; 4 KiB. Stops a size that never ends. Answer: 400.
    package var chunkLineBytes = 4 << 10

    /// Bytes of all chunk extensions of one message; 16 KiB. Stops work that is out of proportion to the content:
    /// one-byte chunks with long extensions. Answer: 400.
    package var chunkExtensionBytes = 16 << 10

    /// Bytes of a trailer section; 8 KiB. Stops a message that never ends behind its content. Answer: 431.
    package var trailerBytes = 8 << 10

    /// Empty lines skipped before a request line; 1 (RFC 9112 section 2.2 asks for at least one). Stops a connection
    /// that stays busy with nothing. Answer: 400.
    package var emptyLinesBeforeRequest = 1

    /// Interim (1xx) responses to one request; 16. Stops a server that holds a client with `100 Continue` for ever.
    package var interimResponses = 16

    package init() {}
}
