import TraceBytes

/// HEADERS and CONTINUATION (RFC 9113 sections 6.2, 6.10), and what a message must be (section 8.1).
extension HTTP2Connection {
    mutating func takeHeaders(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        var (start, end) = (0, payload.byteCount)
        var padding = 0
        if header.flags.contains(.padded) {
            guard let first = payload.byte(at: 0) else { throw HTTP2Violation(.headersLength) }
            padding = Int(first)
            start = 1
        }
        var dependency: UInt32?
        if header.flags.contains(.priority) {
            guard end - start >= 5 else { throw HTTP2Violation(.headersLength) }
            dependency = payload.bigEndianWord(at: start).map { $0 & 0x7fff_ffff }
            start += 5
        }
        // What is left for the block is what the padding is compared with, not what is left of the frame.
        guard padding <= end - start else { throw HTTP2Violation(.headersPadding) }
        end -= padding
        let fragment = payload.clamped(to: start..<end)
        let endsStream = header.flags.contains(.endStream)
        guard header.flags.contains(.endHeaders) else {
            // The frame's flags, PRIORITY among them, are those of the whole block.
            block = HTTP2HeaderBlock(
                stream: header.stream, endsStream: endsStream, dependency: dependency, bytes: fragment.copied())
            return
        }
        try takeBlock(fragment, of: header.stream, endsStream: endsStream, dependency: dependency, now)
    }

    mutating func takeContinuation(
        _ header: HTTP2FrameHeader, _ payload: RawSpan, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        block?.frameCount += 1
        block?.bytes.append(contentsOf: payload)
        guard header.flags.contains(.endHeaders), let whole = block else { return }
        block = nil
        try takeBlock(
            whole.bytes.span.bytes, of: whole.stream, endsStream: whole.endsStream, dependency: whole.dependency, now)
    }

    /// Decompresses a block, whatever becomes of its stream: the table has to follow (section 4.3).
    private mutating func takeBlock(
        _ bytes: RawSpan, of number: UInt32, endsStream: Bool, dependency: UInt32?, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        let stream = try findStream(number, now)
        var fields = HeaderFields()
        // Nearly all messages fit, in two allocations in place of ten.
        fields.reserveCapacity(bytes: 384, fields: 12)
        let isWhole: Bool
        do throws(HPACKError) {
            isWhole = try decoder.decode(bytes, into: &fields) == .complete
        } catch {
            throw HTTP2Violation(.compression, "\(error)")
        }
        switch stream {
        case .ignored: return try spendControlFrame(now)
        case .refused(let violation): return try failStream(number, violation, now)
        case .new:
            streams.append(
                HTTP2Stream(
                    number, began: now, receiveWindow: newStreamWindow,
                    sendWindow: peerSettings.initialWindowSize))
        case .open: break
        }
        if dependency == number { return try failStream(number, HTTP2Violation(.selfDependency), now) }
        try take(fields, isWhole: isWhole, of: number, endsStream: endsStream, now)
    }

    private enum Found {
        case new
        case open
        /// On its way when this side had ended the stream already, or GOAWAY had been sent.
        case ignored
        case refused(HTTP2Violation)
    }

    /// What a header block is for, by the number of its stream (section 5.1).
    private mutating func findStream(_ number: UInt32, _ now: HTTPMoment) throws(HTTP2Violation) -> Found {
        if let place = streams.place(of: number) {
            return streams[place].hasPeerEnded ? .refused(HTTP2Violation(.halfClosedStream, "HEADERS")) : .open
        }
        guard number & 1 == 1 else { throw HTTP2Violation(.streamParity, "stream \(number)") }
        if isBehindGoAway(number) {
            highestStream = max(highestStream, number)
            return .ignored
        }
        guard number > highestStream else {
            switch closed.ending(of: number) {
            case .resetHere: return .ignored
            case .resetByPeer: return .refused(HTTP2Violation(.resetStreamUsed, "HEADERS"))
            case .ended: throw HTTP2Violation(.closedStream, "HEADERS, stream \(number)")
            case nil: throw HTTP2Violation(.streamOrder, "stream \(number) after \(highestStream)")
            }
        }
        guard role == .server else { throw HTTP2Violation(.idleStream, "HEADERS, stream \(number)") }
        highestStream = number
        guard streams.count < limits.concurrentStreams else {
            return .refused(HTTP2Violation(.concurrentStreams, "\(limits.concurrentStreams) are open"))
        }
        return .new
    }

    /// A header section of an open stream: the fields of its message, or its trailers.
    private mutating func take(
        _ fields: HeaderFields, isWhole: Bool, of number: UInt32, endsStream: Bool, _ now: HTTPMoment
    ) throws(HTTP2Violation) {
        guard let place = streams.place(of: number) else { return }
        if streams[place].hasFields {
            streams[place].message.trailers = fields
            guard isWhole else { return try failStream(number, listTooLarge, now) }
            guard endsStream else { return try failStream(number, HTTP2Violation(.trailersEndStream), now) }
            do throws(HTTP2Violation) {
                try HTTP2FieldSection.checkTrailers(fields)
            } catch {
                return try failStream(number, error, now)
            }
        } else {
            streams[place].message.fields = fields
            guard isWhole else {
                // A server can still answer 431; trailers and answers have nobody who could (section 10.5.1).
                guard role == .server else { return try failStream(number, listTooLarge, now) }
                streams[place].hasFields = true
                streams[place].message.pseudoCount = HTTP2FieldSection.countPseudo(fields)
                if endsStream { streams[place].hasPeerEnded = true }
                return exceed(number, .fields)
            }
            let section: HTTP2FieldSection
            do throws(HTTP2Violation) {
                section = try HTTP2FieldSection(fields, of: role == .server ? .request : .response)
            } catch {
                return try failStream(number, error, now)
            }
            // Interim answers (section 8.1) come before the one that counts, which one that ends the stream cannot.
            if section.isInterim {
                guard !endsStream else {
                    return try failStream(number, HTTP2Violation(.status, "an interim one, and the last"), now)
                }
                return try spendControlFrame(now)
            }
            streams[place].hasFields = true
            streams[place].message.pseudoCount = section.pseudoCount
            let isWithoutContent = role == .client && (streams[place].isHead || section.isNotModified)
            streams[place].contentLength = isWithoutContent ? nil : section.contentLength
        }
        if endsStream { try endMessage(number, now) }
    }

    private var listTooLarge: HTTP2Violation {
        HTTP2Violation(.headerListSize, "more than \(limits.headerListBytes) octets")
    }

    /// END_STREAM has come.
    mutating func endMessage(_ number: UInt32, _ now: HTTPMoment) throws(HTTP2Violation) {
        guard let place = streams.place(of: number) else { return }
        streams[place].hasPeerEnded = true
        let count = streams[place].contentCount
        if let length = streams[place].contentLength, length != count {
            return try failStream(
                number, HTTP2Violation(.contentLength, "\(length), and \(count) octets came"), now)
        }
        guard !streams[place].isDiscarding else { return }
        controlFrames.refund(4)
        let body = streams[place].takeBody()
        var message = streams[place].message
        message.body = body
        events.append(.message(message))
        guard role == .client else { return }
        pings.refund(2)
        // The answer counts, also where it came before the request was through: what is left of it is not wanted.
        if !streams[place].hasEnded { writeReset(number, .cancel) }
        close(number, streams[place].hasEnded ? .ended : .resetHere)
    }
}

extension HTTP2Stream {
    /// The content, which is not needed here any more.
    fileprivate mutating func takeBody() -> [UInt8] {
        defer { message.body = [] }
        return message.body
    }
}
