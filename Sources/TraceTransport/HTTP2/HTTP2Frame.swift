import TraceBytes

/// The nine octets in front of every frame (RFC 9113 section 4.1).
package struct HTTP2FrameHeader: Hashable, Sendable {
    package static let byteCount = 9

    /// Octets of the payload; at most 2^24 - 1.
    package var length: Int
    package var type: HTTP2FrameType
    package var flags: HTTP2FrameFlags
    /// 31 bits; the reserved one is ignored. 0 is the connection.
    package var stream: UInt32

    package init(length: Int, type: HTTP2FrameType, flags: HTTP2FrameFlags = [], stream: UInt32) {
        self.length = length
        self.type = type
        self.flags = flags
        self.stream = stream
    }

    /// Reads the header at an offset; nil when fewer than nine octets are there.
    init?(_ bytes: borrowing RawSpan, at offset: Int) {
        guard bytes.byteCount - offset >= Self.byteCount, let word = bytes.word(at: offset),
            let last = bytes.byte(at: offset + 8)
        else { return nil }
        let big = word.byteSwapped
        length = Int(truncatingIfNeeded: big >> 40)
        type = HTTP2FrameType(rawValue: UInt8(truncatingIfNeeded: big >> 32))
        flags = HTTP2FrameFlags(rawValue: UInt8(truncatingIfNeeded: big >> 24))
        stream = (UInt32(truncatingIfNeeded: big & 0x7f_ffff) << 8) | UInt32(last)
    }

    package func write(to bytes: inout [UInt8]) {
        // Cut to the width of their fields; who writes frames keeps to those.
        for shift in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
        bytes.append(type.rawValue)
        bytes.append(flags.rawValue)
        bytes.append(bigEndian: stream & 0x7fff_ffff)
    }
}

/// What a frame is for (RFC 9113 section 6). Types of extensions are kept as their numbers.
package struct HTTP2FrameType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let data = HTTP2FrameType(rawValue: 0x0)
    package static let headers = HTTP2FrameType(rawValue: 0x1)
    package static let priority = HTTP2FrameType(rawValue: 0x2)
    package static let resetStream = HTTP2FrameType(rawValue: 0x3)
    package static let settings = HTTP2FrameType(rawValue: 0x4)
    package static let pushPromise = HTTP2FrameType(rawValue: 0x5)
    package static let ping = HTTP2FrameType(rawValue: 0x6)
    package static let goAway = HTTP2FrameType(rawValue: 0x7)
    package static let windowUpdate = HTTP2FrameType(rawValue: 0x8)
    package static let continuation = HTTP2FrameType(rawValue: 0x9)
}

/// The flags of all types; a bit that a type does not define is ignored (RFC 9113 section 4.1).
package struct HTTP2FrameFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let endStream = HTTP2FrameFlags(rawValue: 0x1)
    /// Of SETTINGS and PING: the bit that END_STREAM has elsewhere.
    package static let acknowledgement = HTTP2FrameFlags(rawValue: 0x1)
    package static let endHeaders = HTTP2FrameFlags(rawValue: 0x4)
    package static let padded = HTTP2FrameFlags(rawValue: 0x8)
    package static let priority = HTTP2FrameFlags(rawValue: 0x20)
}
