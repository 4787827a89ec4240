import TraceBytes

/// From answers and requests to octets, as far as the peer's windows let them (RFC 9113 section 5.2).
extension HTTP2Connection {
    /// What a client is told that opens a stream.
    package enum OpenRefusal: Error, Sendable, Hashable {
        /// GOAWAY was sent or received, or the connection has failed: the next one has to be asked.
        case closing
        /// The peer allows no more streams now.
        case tooManyStreams
        /// All numbers are used up (section 5.1.1): the next connection has to be asked.
        case outOfNumbers
    }

    /// Whether ``open(_:body:at:)`` would say anything but that there are too many streams now.
    package var decidesOnStreams: Bool { isClosing || streams.count < Int(peerSettings.maxConcurrentStreams ?? .max) }

    /// Opens a stream with a request.
    ///
    /// - Parameter fields: pseudo-header fields first, names in lower case.
    package mutating func open(
        _ fields: HeaderFields, body: [UInt8], at now: HTTPMoment
    ) throws(OpenRefusal) -> UInt32 {
        guard role == .client, failure == nil, lastAccepted == nil, peerLastAccepted == nil else { throw .closing }
        guard streams.count < Int(peerSettings.maxConcurrentStreams ?? .max) else { throw .tooManyStreams }
        let number = highestStream == 0 ? 1 : highestStream + 2
        guard number <= 0x7fff_ffff else { throw .outOfNumbers }
        highestStream = number
        var stream = HTTP2Stream(
            number, began: now, receiveWindow: newStreamWindow, sendWindow: peerSettings.initialWindowSize)
        stream.isHead = fields.text(":method") == "HEAD"
        streams.append(stream)
        send(fields, body, HeaderFields(), on: number)
        return number
    }

    /// Answers a request; false when its stream is gone.
    ///
    /// - Parameters:
    ///   - fields: `:status` first, names in lower case.
    ///   - trailers: end the answer when there are any.
    @discardableResult
    package mutating func respond(
        to number: UInt32, _ fields: HeaderFields, body: [UInt8], trailers: HeaderFields = HeaderFields()
    ) -> Bool {
        guard failure == nil, let place = streams.place(of: number), !streams[place].hasEnded,
            streams[place].outgoing == nil
        else { return false }
        send(fields, body, trailers, on: number)
        return true
    }

    /// Whether content of a stream, or what stands behind it, waits for a window.
    package func isSending(_ number: UInt32) -> Bool {
        guard let place = streams.place(of: number) else { return false }
        return streams[place].outgoing != nil
    }

    /// Ends a stream at once; false when it is gone.
    @discardableResult
    package mutating func reset(_ number: UInt32, _ code: HTTP2ErrorCode) -> Bool {
        guard failure == nil, close(number, .resetHere) != nil else { return false }
        writeReset(number, code)
        return true
    }

    /// Takes no more streams; those that are open go on. Says so once.
    package mutating func goAway(_ code: HTTP2ErrorCode = .noError, debug: String = "") {
        guard failure == nil, lastAccepted == nil else { return }
        let last = role == .server ? highestStream : 0
        lastAccepted = last
        writeGoAway(lastStream: last, code, debug)
    }

    package mutating func ping(_ octets: UInt64) {
        guard failure == nil else { return }
        write(HTTP2FrameHeader(length: 8, type: .ping, stream: 0))
        output.append(bigEndian: UInt32(truncatingIfNeeded: octets >> 32))
        output.append(bigEndian: UInt32(truncatingIfNeeded: octets))
    }

    // MARK: Messages

    private mutating func send(
        _ fields: HeaderFields, _ body: [UInt8], _ trailers: HeaderFields, on number: UInt32
    ) {
        let isEnd = body.isEmpty && trailers.isEmpty
        writeFields(fields, on: number, endsStream: isEnd)
        if isEnd { return endSending(number) }
        guard let place = streams.place(of: number) else { return }
        streams[place].outgoing = HTTP2Stream.Outgoing(body: body, trailers: trailers)
        // Alone it takes what the windows let through; else its turn comes behind those that wait.
        var progress = SendProgress.moved
        while sendQueue.isEmpty, progress == .moved { progress = sendFrame(of: number) }
        guard progress != .done else { return }
        queue(number)
        if progress == .moved { sendMore() }
    }

    private mutating func queue(_ number: UInt32) {
        guard let place = streams.place(of: number), !streams[place].isQueued else { return }
        streams[place].isQueued = true
        sendQueue.append(number)
    }

    /// Writes one frame of each stream that waits, and again as long as the windows let one through.
    mutating func sendMore() {
        // Without a window, only those that are gone can be dropped.
        guard sendWindow.available > 0 || sendQueue.count > streams.count else { return }
        var isMoving = !sendQueue.isEmpty
        while isMoving {
            isMoving = false
            var waiting: [UInt32] = []
            var served: [UInt32] = []
            for number in sendQueue {
                switch sendFrame(of: number) {
                case .done: isMoving = true
                case .moved: served.append(number)
                case .blocked: waiting.append(number)
                }
            }
            if !served.isEmpty { isMoving = true }
            // Whoever had no turn is first when the window opens again.
            sendQueue = waiting + served
        }
    }

    private enum SendProgress {
        case done
        case moved
        case blocked
    }

    /// Writes the next frame of a stream, as far as the windows let it, and behind the last one its trailers.
    private mutating func sendFrame(of number: UInt32) -> SendProgress {
        guard let place = streams.place(of: number), let outgoing = streams[place].outgoing else { return .done }
        let left = outgoing.body.count - outgoing.written
        let hasTrailers = !outgoing.trailers.isEmpty
        if left > 0 {
            let allowed = min(sendWindow.available, streams[place].sendWindow.available)
            let count = min(allowed, left, Int(peerSettings.maxFrameSize))
            guard count > 0 else { return .blocked }
            let isLast = count == left && !hasTrailers
            write(HTTP2FrameHeader(length: count, type: .data, flags: isLast ? .endStream : [], stream: number))
            output.append(contentsOf: outgoing.body.span.bytes.clamped(to: outgoing.written..<outgoing.written + count))
            sendWindow.take(count)
            contentSent += count
            streams[place].sendWindow.take(count)
            // A peer that reads opens windows; not one that lets single octets through.
            controlFrames.refund(count / 4096)
            pings.refund(count / 16_384)
            guard count == left else {
                streams[place].outgoing?.written += count
                return .moved
            }
        }
        streams[place].outgoing = nil
        if hasTrailers { writeFields(outgoing.trailers, on: number, endsStream: true) }
        endSending(number)
        return .done
    }

    /// END_STREAM was written.
    private mutating func endSending(_ number: UInt32) {
        guard let place = streams.place(of: number) else { return }
        streams[place].hasEnded = true
        streams[place].outgoing = nil
        if role == .server {
            resets.refund(1)
            pings.refund(2)
        }
        if streams[place].hasPeerEnded {
            close(number, .ended)
        } else if role == .server {
            // Answered before the request was through: the rest of it is not wanted (section 8.1).
            close(number, .resetHere)
            writeReset(number, .noError)
        }
    }

    /// SETTINGS_INITIAL_WINDOW_SIZE moves the windows of all open streams (section 6.9.2).
    mutating func moveSendWindows(by difference: Int) throws(HTTP2Violation) {
        guard difference != 0 else { return }
        for place in streams.places where !streams[place].sendWindow.open(difference) {
            throw HTTP2Violation(.initialWindowOverflow, "stream \(streams[place].number)")
        }
    }

    // MARK: Frames

    mutating func write(_ header: HTTP2FrameHeader) { header.write(to: &output) }

    /// A frame that answers one of the peer's: as long as the peer reads them.
    mutating func writeControl(_ header: HTTP2FrameHeader) throws(HTTP2Violation) {
        guard output.count <= limits.outputBytes else {
            throw HTTP2Violation(.outputNotTaken, "\(output.count) octets wait")
        }
        write(header)
    }

    private mutating func writeFields(_ fields: HeaderFields, on number: UInt32, endsStream: Bool) {
        let end: HTTP2FrameFlags = endsStream ? .endStream : []
        let start = output.count
        // The length is known afterwards; nearly always one frame takes it all.
        write(HTTP2FrameHeader(length: 0, type: .headers, flags: end.union(.endHeaders), stream: number))
        let blockStart = output.count
        encoder.encode(fields, into: &output)
        let length = output.count - blockStart
        let limit = Int(peerSettings.maxFrameSize)
        if length <= limit {
            for (place, shift) in [16, 8, 0].enumerated() {
                output[start + place] = UInt8(truncatingIfNeeded: length >> shift)
            }
            return
        }
        let block = Array(output[blockStart...])
        output.removeSubrange(start...)
        for from in stride(from: 0, to: block.count, by: limit) {
            let part = block[from..<min(from + limit, block.count)]
            let last: HTTP2FrameFlags = part.endIndex == block.count ? .endHeaders : []
            write(
                HTTP2FrameHeader(
                    length: part.count, type: from == 0 ? .headers : .continuation,
                    flags: from == 0 ? end.union(last) : last, stream: number))
            output.append(contentsOf: part)
        }
    }

    mutating func writeReset(_ number: UInt32, _ code: HTTP2ErrorCode) {
        write(HTTP2FrameHeader(length: 4, type: .resetStream, stream: number))
        output.append(bigEndian: code.rawValue)
    }

    mutating func writeWindowUpdate(_ number: UInt32, _ increment: Int) {
        write(HTTP2FrameHeader(length: 4, type: .windowUpdate, stream: number))
        output.append(bigEndian: UInt32(truncatingIfNeeded: increment))
    }

    mutating func writeGoAway(lastStream: UInt32, _ code: HTTP2ErrorCode, _ debug: String) {
        let text = Array(debug.utf8.prefix(256))
        write(HTTP2FrameHeader(length: 8 + text.count, type: .goAway, stream: 0))
        output.append(bigEndian: lastStream)
        output.append(bigEndian: code.rawValue)
        output.append(contentsOf: text)
    }
}
