import TraceBytes

/// DATA (RFC 9113 section 6.1) and the windows that it takes from (section 6.9).
extension HTTP2Connection {
    /// What every request may bring before its growth is told.
    static var untoldOctets: Int { HTTPBodyBudget.freeBytesPerRequest }

    mutating func beginData(_ header: HTTP2FrameHeader, _ now: HTTPMoment) throws(HTTP2Violation) {
        guard header.stream != 0 else { throw HTTP2Violation(.dataStream) }
        guard !isIdle(header.stream) else { throw HTTP2Violation(.idleStream, "DATA, stream \(header.stream)") }
        let isPadded = header.flags.contains(.padded)
        // Too small for what it must hold (section 4.2).
        guard !isPadded || header.length > 0 else {
            throw HTTP2Violation(.dataPadding, "no octet for its length", code: .frameSizeError)
        }
        let endsStream = header.flags.contains(.endStream)
        if header.length == 0, !endsStream { try spendEmptyFrame(now) }
        // The whole payload counts, padding included, wanted or not (section 6.9.1).
        guard receiveWindow.fits(header.length) else { throw HTTP2Violation(.connectionWindowKept) }
        receiveWindow.take(header.length)

        guard try isOpenForData(header, now) else {
            phase = header.length == 0 ? .frame : .skipping(header.length)
            return
        }
        let frame = HTTP2DataFrame(
            stream: header.stream, endsStream: endsStream, awaitsPadLength: isPadded, content: header.length)
        if header.length == 0 { return try endFrame(frame, now) }
        phase = .data(frame)
        if !isPadded { try admitContent(of: frame, now) }
    }

    /// One that brings nothing and ends nothing; padding is nothing.
    private mutating func spendEmptyFrame(_ now: HTTPMoment) throws(HTTP2Violation) {
        guard emptyFrames.take(at: now.monotonic) else { throw HTTP2Violation(.emptyFrameFlood) }
    }

    /// Whether the content of a frame is looked at; else it is dropped, and the stream was told so.
    private mutating func isOpenForData(
        _ header: HTTP2FrameHeader, _ now: HTTPMoment
    ) throws(HTTP2Violation) -> Bool {
        guard let place = streams.place(of: header.stream) else {
            guard !isBehindGoAway(header.stream) else {
                try spendControlFrame(now)
                return false
            }
            switch closed.ending(of: header.stream) {
            // On its way when this side had ended the stream (section 5.1).
            case .resetHere: try spendControlFrame(now)
            case .resetByPeer: try failStream(header.stream, HTTP2Violation(.resetStreamUsed, "DATA"), now)
            // Section 6.1 asks for the stream alone, also where section 5.1 lets the connection go.
            case .ended, nil:
                try failStream(header.stream, HTTP2Violation(.halfClosedStream, "DATA on a closed stream"), now)
            }
            return false
        }
        guard !streams[place].hasPeerEnded else {
            try failStream(header.stream, HTTP2Violation(.halfClosedStream, "DATA"), now)
            return false
        }
        guard streams[place].hasFields else {
            // An answer begins with its fields (section 8.1).
            try failStream(header.stream, HTTP2Violation(.pseudoPresent, "DATA before HEADERS"), now)
            return false
        }
        guard streams[place].receiveWindow.fits(header.length) else {
            try failStream(header.stream, HTTP2Violation(.streamWindowKept), now)
            return false
        }
        streams[place].receiveWindow.take(header.length)
        return true
    }

    /// What has come of a frame, content and then padding.
    mutating func readContent(
        _ frame: HTTP2DataFrame, _ bytes: RawSpan, at offset: Int, _ now: HTTPMoment
    ) throws(HTTP2Violation) -> Int? {
        var frame = frame
        guard let first = bytes.byte(at: offset) else { return nil }
        if frame.awaitsPadLength {
            frame.awaitsPadLength = false
            frame.padding = Int(first)
            frame.content -= 1
            guard frame.padding <= frame.content else { throw HTTP2Violation(.dataPadding) }
            frame.content -= frame.padding
            if frame.content == 0, !frame.endsStream { try spendEmptyFrame(now) }
            try admitContent(of: frame, now)
            try goOn(frame, now)
            return 1
        }
        if frame.content > 0 {
            let count = min(frame.content, bytes.byteCount - offset)
            frame.content -= count
            append(bytes.clamped(to: offset..<offset + count), to: frame.stream)
            try goOn(frame, now)
            return count
        }
        let count = min(frame.padding, bytes.byteCount - offset)
        frame.padding -= count
        try goOn(frame, now)
        return count
    }

    private mutating func goOn(_ frame: HTTP2DataFrame, _ now: HTTPMoment) throws(HTTP2Violation) {
        guard frame.content == 0, frame.padding == 0 else { return phase = .data(frame) }
        try endFrame(frame, now)
    }

    private mutating func endFrame(_ frame: HTTP2DataFrame, _ now: HTTPMoment) throws(HTTP2Violation) {
        phase = .frame
        guard let place = streams.place(of: frame.stream) else { return }
        if frame.endsStream { return try endMessage(frame.stream, now) }
        if isLow(streams[place].receiveWindow, of: settings.initialWindowSize), uncredited.last != frame.stream {
            uncredited.append(frame.stream)
        }
    }

    /// Compares a frame with what its message may still bring, once its padding is known. Frame by frame: in which pieces
    /// content is read must not change what becomes of it.
    private mutating func admitContent(of frame: HTTP2DataFrame, _ now: HTTPMoment) throws(HTTP2Violation) {
        guard frame.content > 0, let place = streams.place(of: frame.stream) else { return }
        let sum = streams[place].contentCount + frame.content
        if let length = streams[place].contentLength, sum > length {
            return try failStream(
                frame.stream, HTTP2Violation(.contentLength, "\(length), and more than that came"), now)
        }
        if sum > limits.bodyBytes, !streams[place].isDiscarding { exceed(frame.stream, .content) }
    }

    private mutating func append(_ content: RawSpan, to number: UInt32) {
        // Gone when the frame broke a rule.
        guard let place = streams.place(of: number) else { return }
        let isFirst = streams[place].contentCount == 0
        streams[place].contentCount += content.byteCount
        guard !streams[place].isDiscarding else { return }
        if isFirst, let length = streams[place].contentLength {
            // What is said costs nothing: no more than every request may bring.
            streams[place].message.body.reserveCapacity(min(length, Self.untoldOctets))
        }
        streams[place].message.body.append(contentsOf: content)
        let untold = streams[place].contentCount - Self.untoldOctets
        guard untold > 0 else { return }
        // The last word is enough: a read of many frames is one step of growth.
        if case .growing(stream: number, octets: _)? = events.last { events.removeLast() }
        events.append(.growing(stream: number, octets: untold))
    }

    /// A message is larger than it may be: its owner is told, what is still to come is dropped.
    mutating func exceed(_ number: UInt32, _ excess: HTTP2Excess) {
        guard let place = streams.place(of: number) else { return }
        // A copy first: Swift 6.3.1 builds the event of what a coroutine yields when that is gone already.
        let message = streams[place].message
        events.append(.excessive(message, excess))
        discardContent(of: number)
    }

    /// Drops what is still to come of a message that its owner does not want.
    package mutating func discardContent(of number: UInt32) {
        guard let place = streams.place(of: number) else { return }
        streams[place].isDiscarding = true
        streams[place].message.body = []
    }

    // MARK: Windows of this side

    /// Below a quarter, or below a frame where the window is larger than two of those: a peer that sends whole frames only
    /// must not be kept waiting. Nothing left is always low.
    private func isLow(_ window: HTTP2Window, of size: UInt32) -> Bool {
        window.available < max(Int(size) / 4, min(Int(settings.maxFrameSize), Int(size) / 2), 1)
    }

    /// What a peer may send on a stream that opens: the default until it has acknowledged less (section 6.9.2).
    var newStreamWindow: UInt32 {
        let initial = settings.initialWindowSize
        return unacknowledgedSettings > 0 ? max(initial, HTTP2Settings().initialWindowSize) : initial
    }

    /// The peer has acknowledged: streams that opened with a larger window have that much less, and perhaps less than none.
    mutating func shrinkReceiveWindows() {
        let difference = Int(HTTP2Settings().initialWindowSize) - Int(settings.initialWindowSize)
        guard difference > 0 else { return }
        for place in streams.places {
            streams[place].receiveWindow.take(difference)
            uncredited.append(streams[place].number)
        }
    }

    private var connectionWindowSize: UInt32 { max(limits.connectionWindow, HTTP2Settings().initialWindowSize) }

    var isWindowLow: Bool { isLow(receiveWindow, of: connectionWindowSize) }

    /// Opens the windows that are nearly used up.
    mutating func openWindows() {
        if isWindowLow {
            let more = Int(min(connectionWindowSize, HTTP2Window.largest)) - receiveWindow.available
            if receiveWindow.open(more) { writeWindowUpdate(0, more) }
        }
        for number in uncredited {
            guard let place = streams.place(of: number), !streams[place].hasPeerEnded, !streams[place].isDiscarding,
                isLow(streams[place].receiveWindow, of: settings.initialWindowSize)
            else { continue }
            let more = Int(settings.initialWindowSize) - streams[place].receiveWindow.available
            if more > 0, streams[place].receiveWindow.open(more) { writeWindowUpdate(number, more) }
        }
        uncredited.removeAll(keepingCapacity: true)
    }
}
