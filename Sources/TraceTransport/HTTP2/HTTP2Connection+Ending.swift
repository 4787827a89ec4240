/// What is left when a connection ends.
extension HTTP2Connection {
    /// A rule that ends the connection was broken: says so to the peer, and stops (RFC 9113 section 5.4.1).
    package mutating func fail(_ violation: HTTP2Violation) {
        guard failure == nil else { return }
        failure = violation
        // The number may not rise from one GOAWAY to the next (RFC 9113 section 6.8).
        writeGoAway(
            lastStream: lastAccepted ?? (role == .server ? highestStream : 0), violation.code, violation.description)
        for message in endReceiving() {
            events.append(.reset(stream: message.stream, violation.code, unfinished: message))
        }
        streams.removeAll()
        sendQueue = []
        uncredited = []
        events.append(.failed(violation))
    }

    /// Nothing more will come: what has come of messages that are not whole. Their streams are gone.
    package mutating func endReceiving() -> [HTTP2Message] {
        let numbers = unfinished.map(\.stream)
        return numbers.compactMap { close($0, .resetByPeer)?.message }
    }

    /// What has come of a message; nil when its stream is gone, or the message was handed over.
    package func message(of stream: UInt32) -> HTTP2Message? {
        guard let place = streams.place(of: stream), !streams[place].hasPeerEnded else { return nil }
        return streams[place].message
    }

    /// Whether a message has begun and is not whole.
    package var hasUnfinished: Bool {
        streams.places.contains { !streams[$0].hasPeerEnded && !streams[$0].isDiscarding }
    }
}
