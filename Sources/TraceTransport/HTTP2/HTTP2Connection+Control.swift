import TraceBytes

/// Frames about the connection, and those that end or steer a stream (RFC 9113 sections 6.3 to 6.9).
extension HTTP2Connection {
    // MARK: PRIORITY (6.3): deprecated, read and dropped

    mutating func takePriority(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        try spendControlFrame(now)
        guard payload.byteCount == 5, let dependency = payload.bigEndianWord(at: 0) else {
            return try failStream(header.stream, HTTP2Violation(.priorityLength, "\(payload.byteCount)"), now)
        }
        // Section 5.3.1 of RFC 7540, which RFC 9113 does not repeat and does not lift for those who speak of priorities.
        guard dependency & 0x7fff_ffff != header.stream else {
            return try failStream(header.stream, HTTP2Violation(.selfDependency), now)
        }
    }

    // MARK: RST_STREAM (6.4)

    mutating func takeReset(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        guard !isIdle(header.stream) else { throw HTTP2Violation(.resetIdle, "stream \(header.stream)") }
        guard let stream = close(header.stream, .resetByPeer) else { return try spendControlFrame(now) }
        let code = HTTP2ErrorCode(rawValue: payload.bigEndianWord(at: 0) ?? 0)
        events.append(
            .reset(stream: header.stream, code, unfinished: stream.hasPeerEnded ? nil : stream.message))
        guard role == .client || resets.take(at: now.monotonic) else { throw HTTP2Violation(.rapidReset) }
    }

    // MARK: SETTINGS (6.5)

    mutating func takeSettings(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        guard !header.flags.contains(.acknowledgement) else {
            guard unacknowledgedSettings > 0 else { return try spendControlFrame(now) }
            unacknowledgedSettings -= 1
            // From here on the peer keeps to them.
            decoder.setMaxTableSize(limits.headerTableBytes)
            if unacknowledgedSettings == 0 { shrinkReceiveWindows() }
            return events.append(.settingsAcknowledged)
        }
        guard settingsFrames.take(at: now.monotonic) else { throw HTTP2Violation(.settingsFlood) }
        let before = peerSettings
        // In order, one after the other (section 6.5.3).
        for offset in stride(from: 0, to: payload.byteCount, by: HTTP2Settings.entrySize) {
            guard let high = payload.byte(at: offset), let low = payload.byte(at: offset + 1),
                let value = payload.bigEndianWord(at: offset + 2)
            else { break }
            let parameter = UInt16(high) << 8 | UInt16(low)
            try peerSettings.apply(parameter, value)
            switch parameter {
            case HTTP2Settings.Parameter.headerTableSize:
                // One by one: the peer's decoder wants to hear of the smallest of them (RFC 7541 section 4.2).
                encoder.setPeerTableSize(Int(min(value, 4096)))
            case HTTP2Settings.Parameter.enablePush where role == .client && value == 1:
                throw HTTP2Violation(.enablePush, "1 from a server")
            default: break
            }
        }
        try moveSendWindows(by: Int(peerSettings.initialWindowSize) - Int(before.initialWindowSize))
        try writeControl(HTTP2FrameHeader(length: 0, type: .settings, flags: .acknowledgement, stream: 0))
        sendMore()
    }

    // MARK: PING (6.7)

    mutating func takePing(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        guard !header.flags.contains(.acknowledgement) else {
            try spendControlFrame(now)
            return events.append(.pong(payload.word(at: 0)?.byteSwapped ?? 0))
        }
        guard pings.take(at: now.monotonic) else { throw HTTP2Violation(.pingFlood) }
        try writeControl(HTTP2FrameHeader(length: 8, type: .ping, flags: .acknowledgement, stream: 0))
        output.append(contentsOf: payload)
    }

    // MARK: GOAWAY (6.8)

    mutating func takeGoAway(_ payload: RawSpan, _ now: HTTPMoment) throws(HTTP2Violation) {
        try spendControlFrame(now)
        let last = (payload.bigEndianWord(at: 0) ?? 0) & 0x7fff_ffff
        // It may be said again with a lower number, never with a higher one.
        peerLastAccepted = min(peerLastAccepted ?? last, last)
        let code = HTTP2ErrorCode(rawValue: payload.bigEndianWord(at: 4) ?? 0)
        events.append(
            .goAway(lastStream: last, code, debug: payload.clamped(to: 8..<payload.byteCount).copied()))
        guard role == .client else { return }
        // Streams above the number were not looked at: safe to send again (section 8.7).
        for number in streams.places.map({ streams[$0].number }) where number > last {
            guard let stream = close(number, .resetByPeer) else { continue }
            events.append(
                .reset(stream: number, .refusedStream, unfinished: stream.hasPeerEnded ? nil : stream.message))
        }
    }

    // MARK: WINDOW_UPDATE (6.9)

    mutating func takeWindowUpdate(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        try spendControlFrame(now)
        let increment = Int((payload.bigEndianWord(at: 0) ?? 0) & 0x7fff_ffff)
        guard header.stream != 0 else {
            guard increment > 0 else { throw HTTP2Violation(.windowUpdateZero) }
            guard sendWindow.open(increment) else { throw HTTP2Violation(.connectionWindowOverflow) }
            return sendMore()
        }
        guard !isIdle(header.stream) else {
            throw HTTP2Violation(.idleStream, "WINDOW_UPDATE, stream \(header.stream)")
        }
        // It may come behind the end of a stream (section 5.1).
        guard let place = streams.place(of: header.stream) else { return }
        guard increment > 0 else {
            return try failStream(header.stream, HTTP2Violation(.windowUpdateZeroOnStream), now)
        }
        guard streams[place].sendWindow.open(increment) else {
            return try failStream(header.stream, HTTP2Violation(.streamWindowOverflow), now)
        }
        if streams[place].isQueued { sendMore() }
    }

    // MARK: What ends a stream from this side

    /// A rule was broken that ends a stream alone (section 5.4.2). Where there is no stream that could be reset, it ends the
    /// connection, as any receiver may decide.
    mutating func failStream(
        _ number: UInt32, _ violation: HTTP2Violation, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        guard !isIdle(number) else { throw violation }
        // A peer that makes this side reset is as costly as one that resets (CVE-2025-8671).
        guard resets.take(at: now.monotonic) else { throw HTTP2Violation(.rapidReset) }
        if let stream = close(number, .resetHere) {
            events.append(.refused(stream.message, violation))
        } else {
            closed.change(number, .resetHere)
            events.append(.tolerated(violation))
        }
        writeReset(number, violation.code)
    }

    /// Forgets a stream but for how it ended; nil when it is not open.
    @discardableResult
    mutating func close(_ number: UInt32, _ ending: HTTP2ClosedStreams.Ending) -> HTTP2Stream? {
        guard let place = streams.place(of: number) else { return nil }
        closed.remember(number, ending)
        return streams.remove(at: place)
    }
}
