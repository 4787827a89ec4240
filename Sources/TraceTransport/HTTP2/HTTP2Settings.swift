import TraceBytes

/// What one side says of itself in SETTINGS (RFC 9113 section 6.5.2). Until it has, the defaults hold.
package struct HTTP2Settings: Hashable, Sendable {
    /// Octets of the dynamic table that its decoder keeps.
    package var headerTableSize: UInt32 = 4096
    package var enablesPush = true
    /// Nil while unlimited.
    package var maxConcurrentStreams: UInt32?
    /// Octets that may be sent on a new stream.
    package var initialWindowSize: UInt32 = 65_535
    /// Octets of the largest payload of a frame that it takes.
    package var maxFrameSize: UInt32 = 16_384
    /// Octets of the largest list of fields that it takes, each counted with 32 more. Nil while unlimited.
    package var maxHeaderListSize: UInt32?

    package init() {}

    package static let frameSizes: ClosedRange<UInt32> = 16_384...16_777_215
    static let entrySize = 6

    enum Parameter {
        static let headerTableSize: UInt16 = 0x1
        static let enablePush: UInt16 = 0x2
        static let maxConcurrentStreams: UInt16 = 0x3
        static let initialWindowSize: UInt16 = 0x4
        static let maxFrameSize: UInt16 = 0x5
        static let maxHeaderListSize: UInt16 = 0x6
    }

    /// Takes over one parameter; what is not known is ignored (RFC 9113 section 6.5.2).
    mutating func apply(_ parameter: UInt16, _ value: UInt32) throws(HTTP2Violation) {
        switch parameter {
        case Parameter.headerTableSize: headerTableSize = value
        case Parameter.enablePush:
            guard value <= 1 else { throw HTTP2Violation(.enablePush, "\(value) in place of 0 or 1") }
            enablesPush = value == 1
        case Parameter.maxConcurrentStreams: maxConcurrentStreams = value
        case Parameter.initialWindowSize:
            guard value <= HTTP2Window.largest else { throw HTTP2Violation(.initialWindowSize, "\(value)") }
            initialWindowSize = value
        case Parameter.maxFrameSize:
            guard Self.frameSizes.contains(value) else { throw HTTP2Violation(.maxFrameSize, "\(value)") }
            maxFrameSize = value
        case Parameter.maxHeaderListSize: maxHeaderListSize = value
        default: break
        }
    }

    /// The entries that differ from the defaults, as the payload of a frame.
    func payload() -> [UInt8] {
        var bytes: [UInt8] = []
        func entry(_ parameter: UInt16, _ value: UInt32) {
            bytes.append(UInt8(truncatingIfNeeded: parameter >> 8))
            bytes.append(UInt8(truncatingIfNeeded: parameter))
            bytes.append(bigEndian: value)
        }
        let defaults = HTTP2Settings()
        if headerTableSize != defaults.headerTableSize { entry(Parameter.headerTableSize, headerTableSize) }
        if enablesPush != defaults.enablesPush { entry(Parameter.enablePush, enablesPush ? 1 : 0) }
        if let maxConcurrentStreams { entry(Parameter.maxConcurrentStreams, maxConcurrentStreams) }
        if initialWindowSize != defaults.initialWindowSize { entry(Parameter.initialWindowSize, initialWindowSize) }
        if maxFrameSize != defaults.maxFrameSize { entry(Parameter.maxFrameSize, maxFrameSize) }
        if let maxHeaderListSize { entry(Parameter.maxHeaderListSize, maxHeaderListSize) }
        return bytes
    }
}
