import TraceBytes

/// From octets to frames (RFC 9113 section 4).
extension HTTP2Connection {
    /// Takes what was read; says how many octets it is done with. The rest has to come again, with more behind it: frames
    /// other than DATA are looked at when they are whole.
    package mutating func receive(_ bytes: RawSpan, at now: HTTPMoment) -> Int {
        var offset = 0
        do throws(HTTP2Violation) {
            while failure == nil, let count = try step(bytes, at: offset, now) { offset += count }
        } catch {
            fail(error)
        }
        return failure == nil ? offset : bytes.byteCount
    }

    /// The octets of the next step; nil when more have to come first.
    private mutating func step(
        _ bytes: RawSpan, at offset: Int, _ now: HTTPMoment
    ) throws(HTTP2Violation) -> Int? {
        switch phase {
        case .preface: return try readPreface(bytes, at: offset)
        case .settings, .frame: return try readFrame(bytes, at: offset, now)
        case .data(let frame): return try readContent(frame, bytes, at: offset, now)
        case .skipping(let left):
            let count = min(left, bytes.byteCount - offset)
            guard count > 0 else { return nil }
            phase = count == left ? .frame : .skipping(left - count)
            return count
        }
    }

    private mutating func readPreface(_ bytes: RawSpan, at offset: Int) throws(HTTP2Violation) -> Int? {
        let length = Self.preface.utf8CodeUnitCount
        if bytes.begins(with: Self.preface, at: offset) {
            phase = .settings
            return length
        }
        // What differs already need not be waited for.
        let isBegun = Self.prefaceBegins(with: bytes.clamped(to: offset..<bytes.byteCount))
        guard isBegun, bytes.byteCount - offset < length else { throw HTTP2Violation(.preface) }
        return nil
    }

    /// Whether these bytes, fewer than a whole preface, are how one begins.
    static func prefaceBegins(with bytes: RawSpan) -> Bool {
        Array("\(preface)".utf8).starts(with: bytes.copied())
    }

    private mutating func readFrame(
        _ bytes: RawSpan, at offset: Int, _ now: HTTPMoment
    ) throws(HTTP2Violation) -> Int? {
        guard let header = HTTP2FrameHeader(bytes, at: offset) else { return nil }
        guard header.length <= Int(settings.maxFrameSize) else {
            throw HTTP2Violation(.frameSize, "\(header.length) octets")
        }
        try checkOrder(of: header)
        let start = HTTP2FrameHeader.byteCount
        switch header.type {
        case .data:
            try beginData(header, now)
            return start
        case .headers, .continuation: try checkBlockSize(header)
        case .priority, .resetStream, .settings, .ping, .goAway, .windowUpdate: try checkLength(of: header)
        case .pushPromise:
            // Clients must not push, and servers may not: SETTINGS_ENABLE_PUSH is 0 (sections 6.6 and 8.4).
            throw HTTP2Violation(role == .server ? .pushed : .pushPromise)
        default:
            // Extensions that are not known are ignored (section 5.5).
            try spendControlFrame(now)
            phase = header.length == 0 ? .frame : .skipping(header.length)
            return start
        }
        guard bytes.byteCount - offset - start >= header.length else { return nil }
        phase = .frame
        let payload = bytes.clamped(to: offset + start..<offset + start + header.length)
        try take(header, payload, now)
        return start + header.length
    }

    /// SETTINGS comes first (section 3.4), and nothing between the frames of a header block (section 4.3).
    private func checkOrder(of header: HTTP2FrameHeader) throws(HTTP2Violation) {
        if case .settings = phase, header.type != .settings || header.flags.contains(.acknowledgement) {
            throw HTTP2Violation(.settingsFirst)
        }
        if let block {
            guard header.type == .continuation, header.stream == block.stream else {
                throw HTTP2Violation(.headerBlockUninterrupted)
            }
        } else if header.type == .continuation {
            throw HTTP2Violation(.continuationExpected)
        }
    }

    /// Before the payload has come: a frame of the wrong length is not waited for.
    private func checkLength(of header: HTTP2FrameHeader) throws(HTTP2Violation) {
        let length = header.length
        switch header.type {
        case .priority:
            if header.stream == 0 { throw HTTP2Violation(.priorityStream) }
        case .resetStream:
            if header.stream == 0 { throw HTTP2Violation(.resetStream) }
            if length != 4 { throw HTTP2Violation(.resetLength, "\(length)") }
        case .settings:
            if header.stream != 0 { throw HTTP2Violation(.settingsStream, "stream \(header.stream)") }
            let isAck = header.flags.contains(.acknowledgement)
            if isAck, length != 0 { throw HTTP2Violation(.settingsAckLength, "\(length) octets") }
            if length % HTTP2Settings.entrySize != 0 { throw HTTP2Violation(.settingsLength, "\(length) octets") }
        case .ping:
            if header.stream != 0 { throw HTTP2Violation(.pingStream, "stream \(header.stream)") }
            if length != 8 { throw HTTP2Violation(.pingLength, "\(length) octets") }
        case .goAway:
            if header.stream != 0 { throw HTTP2Violation(.goAwayStream, "stream \(header.stream)") }
            if length < 8 { throw HTTP2Violation(.goAwayLength, "\(length) octets") }
        default:
            if length != 4 { throw HTTP2Violation(.windowUpdateLength, "\(length) octets") }
        }
    }

    /// Against the CONTINUATION flood: before anything of the frame is kept.
    private func checkBlockSize(_ header: HTTP2FrameHeader) throws(HTTP2Violation) {
        if header.type == .headers, header.stream == 0 { throw HTTP2Violation(.headersStream) }
        let octets = (block?.bytes.count ?? 0) + header.length
        let frames = (block?.frameCount ?? 0) + 1
        guard octets <= limits.headerBlockBytes, frames <= limits.headerBlockFrames else {
            throw HTTP2Violation(.continuationFlood, "\(octets) octets in \(frames) frames")
        }
    }

    private mutating func take(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        switch header.type {
        case .headers: try takeHeaders(header, payload, now)
        case .continuation: try takeContinuation(header, payload, now)
        case .priority: try takePriority(header, payload, now)
        case .resetStream: try takeReset(header, payload, now)
        case .settings: try takeSettings(header, payload, now)
        case .ping: try takePing(header, payload, now)
        case .goAway: try takeGoAway(payload, now)
        default: try takeWindowUpdate(header, payload, now)
        }
    }

    mutating func spendControlFrame(_ now: HTTPMoment) throws(HTTP2Violation) {
        guard controlFrames.take(at: now.monotonic) else { throw HTTP2Violation(.controlFrameFlood) }
    }
}
