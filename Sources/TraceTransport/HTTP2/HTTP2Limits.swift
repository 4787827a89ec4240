/// What one connection of HTTP/2 may cost this side. Each limit says its unit, its default, the attack that it stops, and
/// how that ends.
package struct HTTP2Limits: Sendable, Hashable {
    // MARK: What the peer is told (RFC 9113 section 6.5.2)

    /// Streams open at once; 256. Stops many requests that each hold memory. One more is refused (REFUSED_STREAM).
    package var concurrentStreams = 256

    /// Octets of DATA on a stream before this side asks for more; 65,535, the default of the RFC, which shows senders that do
    /// not keep to it. Stops content that comes faster than it is taken. Beyond it: FLOW_CONTROL_ERROR on the stream.
    package var streamWindow: UInt32 = 65_535

    /// Octets of DATA on all streams before this side asks for more; 1 MiB. Beyond it: FLOW_CONTROL_ERROR.
    package var connectionWindow: UInt32 = 1 << 20

    /// Octets of the payload of a frame; 16,384, the default of the RFC. Stops frames that hold up all streams; also what
    /// has to be kept of a frame that is not whole. Beyond it: FRAME_SIZE_ERROR.
    package var frameBytes: UInt32 = 16_384

    /// Octets of the dynamic table of HPACK; 4096. Stops memory held between requests.
    package var headerTableBytes = 4096

    /// Octets of all fields of a message, each with 32 more; 64 KiB. Stops the HPACK bomb: some octets that become many
    /// fields. Beyond it: 431 from a server, ENHANCE_YOUR_CALM on the stream from a client and for trailers.
    package var headerListBytes = 64 << 10

    // MARK: One message

    /// Octets of one header block, compressed, over all its frames; 128 KiB. Stops the CONTINUATION flood (CVE-2024-27316):
    /// ENHANCE_YOUR_CALM.
    package var headerBlockBytes = 128 << 10

    /// Frames of one header block; 64. Stops the same flood in tiny and empty frames: ENHANCE_YOUR_CALM.
    package var headerBlockFrames = 64

    /// Octets of the content of one message; 64 MiB. Stops exhaustion of memory. Answer: 413.
    package var bodyBytes = 64 << 20

    // MARK: Frames that cost more than they are worth: so many at once, and so many more a second

    /// Streams that the peer resets before they are answered; 1000, 33 a second. Stops rapid reset (CVE-2023-44487):
    /// ENHANCE_YOUR_CALM.
    package var resets = HTTP2Allowance(1000, perSecond: 33)

    /// PING; 1000, 100 a second, two for each request that is answered, and one for each 16 KiB of content that is sent: gRPC
    /// measures the bandwidth so, with each answer that it reads. Stops the PING flood (CVE-2019-9512): ENHANCE_YOUR_CALM.
    package var pings = HTTP2Allowance(1000, perSecond: 100)

    /// SETTINGS; 100, 10 a second. Stops the SETTINGS flood (CVE-2019-9515): ENHANCE_YOUR_CALM.
    package var settings = HTTP2Allowance(100, perSecond: 10)

    /// DATA without content, padded or not, that does not end its stream; 1000, 100 a second. Stops the flood of empty frames
    /// (CVE-2019-9518): ENHANCE_YOUR_CALM.
    package var emptyFrames = HTTP2Allowance(1000, perSecond: 100)

    /// PRIORITY, WINDOW_UPDATE, GOAWAY, frames of unknown types and on closed streams; 10,000, 1000 a second, four for each
    /// message that comes whole, and one for each 4 KiB of content that is sent. Stops the resource loop (CVE-2019-9513) and
    /// data dribbles (CVE-2019-9511): ENHANCE_YOUR_CALM.
    package var controlFrames = HTTP2Allowance(10_000, perSecond: 1000)

    /// Octets that wait to be written when one more control frame is to be answered; 1 MiB. Stops peers that ask and never
    /// read (CVE-2019-9517): ENHANCE_YOUR_CALM.
    package var outputBytes = 1 << 20

    /// Closed streams that are remembered; 128, and never less than twice as many as can be open. What comes late on them is
    /// told from what should never have come.
    package var closedStreams = 128

    package init() {}

    /// What the peer is told of them.
    package var settingsToSend: HTTP2Settings {
        var settings = HTTP2Settings()
        settings.headerTableSize = UInt32(clamping: headerTableBytes)
        settings.maxConcurrentStreams = UInt32(clamping: concurrentStreams)
        settings.initialWindowSize = min(streamWindow, HTTP2Window.largest)
        settings.maxFrameSize = min(
            max(frameBytes, HTTP2Settings.frameSizes.lowerBound), HTTP2Settings.frameSizes.upperBound)
        settings.maxHeaderListSize = UInt32(clamping: headerListBytes)
        return settings
    }
}
