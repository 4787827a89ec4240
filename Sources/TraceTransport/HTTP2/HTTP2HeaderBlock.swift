/// A header block that has begun and not ended: HEADERS without END_HEADERS (RFC 9113 section 4.3).
struct HTTP2HeaderBlock: Sendable {
    let stream: UInt32
    let endsStream: Bool
    /// The stream that it depends on, when it says so (RFC 7540 section 5.3).
    let dependency: UInt32?
    var bytes: [UInt8]
    var frameCount = 1
}

/// A DATA frame of which the payload is still to come.
struct HTTP2DataFrame: Sendable {
    let stream: UInt32
    let endsStream: Bool
    /// The octet that says how long the padding is has not come.
    var awaitsPadLength: Bool
    /// Octets of content still to come; with the padding while that is not known.
    var content: Int
    var padding = 0
}
