import TraceBytes
import TracePlatform

@testable import TraceTransport

/// The other side of a connection under test: hands over octets as a socket would, and reads what is written.
final class HTTP2Peer {
    var connection: HTTP2Connection
    /// What was sent and not taken yet.
    private(set) var pending: [UInt8] = []
    private(set) var events: [HTTP2Event] = []
    /// The last breach that an event told of; never forgotten.
    private(set) var lastViolation: HTTP2Violation?
    /// All frames that were written, in order; a client's preface is not one of them.
    private(set) var written: [HTTP2WrittenFrame] = []
    /// The same, octet by octet.
    private(set) var output: [UInt8] = []
    /// Seconds since the connection began.
    var seconds = 0.0

    init(_ role: HTTP2Connection.Role, limits: HTTP2Limits = HTTP2Limits()) {
        connection = HTTP2Connection(role, limits: limits)
    }

    var moment: HTTPMoment {
        let nanoseconds = Int64(seconds * 1e9)
        return HTTPMoment(wallNanoseconds: nanoseconds, monotonic: MonotonicInstant(nanoseconds: nanoseconds))
    }

    /// A connection of which both prefaces were exchanged and acknowledged; what was written until then is forgotten.
    static func greeted(
        _ role: HTTP2Connection.Role, limits: HTTP2Limits = HTTP2Limits(), settings: [(UInt16, UInt32)] = []
    ) -> HTTP2Peer {
        let peer = HTTP2Peer(role, limits: limits)
        peer.send((role == .server ? HTTP2Bytes.preface : []) + HTTP2Bytes.settings(settings) + HTTP2Bytes.settingsAck)
        peer.take()
        peer.forget()
        return peer
    }

    /// Hands over octets without taking output: what comes before the other side has written again.
    func send(_ octets: [UInt8]) {
        let now = moment
        var bytes = pending.isEmpty ? octets : pending + octets
        bytes.removeFirst(connection.receive(bytes.span.bytes, at: now))
        pending = bytes
        takeEvents()
    }

    /// Takes the output, and returns the frames that are new.
    @discardableResult
    func take() -> [HTTP2WrittenFrame] {
        var octets = connection.takeOutput()
        takeEvents()
        output += octets
        if octets.starts(with: HTTP2Bytes.preface) { octets.removeFirst(HTTP2Bytes.preface.count) }
        let frames = HTTP2WrittenFrame.all(in: octets)
        written += frames
        return frames
    }

    private func takeEvents() {
        let new = connection.takeEvents()
        for case .refused(_, let violation) in new { lastViolation = violation }
        for case .tolerated(let violation) in new { lastViolation = violation }
        for case .failed(let violation) in new { lastViolation = violation }
        events += new
    }

    /// Hands over octets and returns the frames that answer them.
    @discardableResult
    func exchange(_ octets: [UInt8]) -> [HTTP2WrittenFrame] {
        send(octets)
        return take()
    }

    /// What was written and what happened until now is not looked at.
    func forget() {
        (written, output, events) = ([], [], [])
    }

    /// A PING in place of all that could show that the connection goes on.
    func isAlive() -> Bool {
        exchange(HTTP2Bytes.ping()).contains(HTTP2WrittenFrame(6, flags: 1, Array("judgment".utf8)))
    }

    /// The messages that came whole.
    var messages: [HTTP2Message] {
        events.compactMap { event in
            guard case .message(let message) = event else { return nil }
            return message
        }
    }

    func open(_ method: String = "GET", body: [UInt8] = []) throws -> UInt32 {
        let fields = HeaderFields([
            (":method", method), (":scheme", "http"), (":path", "/"), (":authority", "localhost"),
        ])
        let now = moment
        return try connection.open(fields, body: body, at: now)
    }

    @discardableResult
    func respond(_ stream: UInt32, body: [UInt8] = [], trailers: [(String, String)] = []) -> Bool {
        connection.respond(
            to: stream, HeaderFields([(":status", "200")]), body: body, trailers: HeaderFields(trailers))
    }
}

/// A frame that the connection under test wrote.
struct HTTP2WrittenFrame: Equatable {
    let type: UInt8
    let flags: UInt8
    let stream: UInt32
    let payload: [UInt8]

    init(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
        self.type = type
        self.flags = flags
        self.stream = stream
        self.payload = payload
    }

    /// The frames one behind the other; octets that are no whole frame become one of the type 255, which nobody expects.
    static func all(in octets: [UInt8]) -> [HTTP2WrittenFrame] {
        var frames: [HTTP2WrittenFrame] = []
        var start = 0
        while start < octets.count {
            guard octets.count - start >= 9 else { return frames + [HTTP2WrittenFrame(255)] }
            let head = octets[start..<start + 9].map(UInt32.init)
            let length = Int(head[0] << 16 | head[1] << 8 | head[2])
            guard octets.count - start - 9 >= length else { return frames + [HTTP2WrittenFrame(255)] }
            frames.append(
                HTTP2WrittenFrame(
                    UInt8(head[3]), flags: UInt8(head[4]),
                    stream: head[5] << 24 | head[6] << 16 | head[7] << 8 | head[8],
                    Array(octets[start + 9..<start + 9 + length])))
            start += 9 + length
        }
        return frames
    }

    /// DATA in short: its stream and the length of its payload.
    var contentLength: Int? { type == 0 ? payload.count : nil }
}
