/// One payload as it was carried: what rules about requests, datagrams and the grammar of a format look at.
public struct CarriedPayload: Sendable {
    /// The format under which it is judged.
    public let format: WireFormat
    /// The request, or the datagram with an empty method and target; nil where only the bytes of a payload are known, as
    /// of a file that lies alone.
    public let request: ReceivedPayload?
    /// The port to which it was sent; nil when unknown.
    public let port: UInt16?
    /// The payload without its content codings; empty when they cannot be taken off.
    public let content: [UInt8]
    /// Why the content codings cannot be taken off.
    public let contentError: ContentError?
    /// Why there are no records of it: what the walker of the format could not read; nil also where there is no content.
    public let failure: WireError?

    public init(
        _ content: [UInt8], format: WireFormat, request: ReceivedPayload? = nil, port: UInt16? = nil,
        contentError: ContentError? = nil, failure: WireError? = nil
    ) {
        self.content = content
        self.format = format
        self.request = request
        self.port = port
        self.contentError = contentError
        self.failure = failure
    }
}
