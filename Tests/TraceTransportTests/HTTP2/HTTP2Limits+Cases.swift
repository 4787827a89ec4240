@testable import TraceTransport

extension HTTP2Limits {
    /// The defaults but for what a case is about.
    init(
        concurrentStreams: Int? = nil, streamWindow: UInt32? = nil, connectionWindow: UInt32? = nil,
        frameBytes: UInt32? = nil, headerTableBytes: Int? = nil, headerBlockBytes: Int? = nil,
        headerBlockFrames: Int? = nil, bodyBytes: Int? = nil, resets: HTTP2Allowance? = nil,
        pings: HTTP2Allowance? = nil, settings: HTTP2Allowance? = nil, emptyFrames: HTTP2Allowance? = nil,
        controlFrames: HTTP2Allowance? = nil, outputBytes: Int? = nil
    ) {
        self.init()
        self.concurrentStreams = concurrentStreams ?? self.concurrentStreams
        self.streamWindow = streamWindow ?? self.streamWindow
        self.connectionWindow = connectionWindow ?? self.connectionWindow
        self.frameBytes = frameBytes ?? self.frameBytes
        self.headerTableBytes = headerTableBytes ?? self.headerTableBytes
        self.headerBlockBytes = headerBlockBytes ?? self.headerBlockBytes
        self.headerBlockFrames = headerBlockFrames ?? self.headerBlockFrames
        self.bodyBytes = bodyBytes ?? self.bodyBytes
        self.resets = resets ?? self.resets
        self.pings = pings ?? self.pings
        self.settings = settings ?? self.settings
        self.emptyFrames = emptyFrames ?? self.emptyFrames
        self.controlFrames = controlFrames ?? self.controlFrames
        self.outputBytes = outputBytes ?? self.outputBytes
    }
}
