import TraceBytes
import TracePlatform

/// One connection of HTTP/2 (RFC 9113) without I/O: octets in, events and octets out. Either side.
///
/// ```
/// preface ──▶ SETTINGS ──▶ frames ─┬─ goAway() ──▶ draining ── last stream closed ──▶ done
///                                  ├─ GOAWAY received ──▶ draining
///                                  └─ a rule broken ──▶ failed (GOAWAY waits to be written)
/// ```
///
/// Its owner hands over what it read (`receive`), takes the events, answers with `respond`, `open`, `reset`, and writes
/// what `takeOutput` gives. It must read all that has arrived before it takes output: windows are opened there, and what
/// comes beyond a window that nobody has opened yet is a breach for certain.
package struct HTTP2Connection: Sendable {
    package enum Role: Sendable { case server, client }

    package let role: Role
    package let limits: HTTP2Limits
    /// What was said to the peer; the defaults are what the peer keeps to until it has read it.
    let settings: HTTP2Settings
    package internal(set) var peerSettings = HTTP2Settings()

    var phase: Phase
    var events: [HTTP2Event] = []
    var output: [UInt8] = []

    var decoder: HPACKDecoder
    var encoder = HPACKEncoder()
    var block: HTTP2HeaderBlock?

    var streams = HTTP2StreamTable()
    var closed: HTTP2ClosedStreams
    /// The highest number that the peer has opened, or, for a client, that this side has.
    package internal(set) var highestStream: UInt32 = 0
    var receiveWindow: HTTP2Window
    var sendWindow = HTTP2Window(HTTP2Settings().initialWindowSize)
    /// Streams whose windows have to be opened before output is taken.
    var uncredited: [UInt32] = []
    /// Octets of DATA that were written; shows whether content moves.
    package internal(set) var contentSent = 0
    /// Streams that wait for a window; whoever was served goes to the end.
    var sendQueue: [UInt32] = []

    var unacknowledgedSettings = 1
    /// The number behind which streams are ignored: GOAWAY was sent.
    package internal(set) var lastAccepted: UInt32?
    /// The number behind which this side's streams are not looked at: GOAWAY was received.
    package internal(set) var peerLastAccepted: UInt32?
    package internal(set) var failure: HTTP2Violation?

    var resets: HTTP2AllowanceLeft
    var pings: HTTP2AllowanceLeft
    var settingsFrames: HTTP2AllowanceLeft
    var emptyFrames: HTTP2AllowanceLeft
    var controlFrames: HTTP2AllowanceLeft

    enum Phase: Sendable {
        case preface
        /// SETTINGS has to come first.
        case settings
        case frame
        /// Inside a DATA frame.
        case data(HTTP2DataFrame)
        /// Inside a frame that is not looked at.
        case skipping(Int)
    }

    /// What a client says first (RFC 9113 section 3.4).
    package static let preface: StaticString = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

    package init(_ role: Role, limits: HTTP2Limits = HTTP2Limits()) {
        self.role = role
        self.limits = limits
        var settings = limits.settingsToSend
        if role == .client {
            // A server does not push what nobody reads (section 8.4), and opens no other streams.
            settings.enablesPush = false
            settings.maxConcurrentStreams = nil
        }
        self.settings = settings
        phase = role == .server ? .preface : .settings
        decoder = HPACKDecoder(maxListBytes: limits.headerListBytes)
        // As many as can be open may all end at once, with frames of each on their way; and once more those that follow.
        closed = HTTP2ClosedStreams(capacity: max(limits.closedStreams, 2 * min(limits.concurrentStreams, 1 << 16)))
        resets = HTTP2AllowanceLeft(limits.resets)
        pings = HTTP2AllowanceLeft(limits.pings)
        settingsFrames = HTTP2AllowanceLeft(limits.settings)
        emptyFrames = HTTP2AllowanceLeft(limits.emptyFrames)
        controlFrames = HTTP2AllowanceLeft(limits.controlFrames)
        receiveWindow = HTTP2Window(HTTP2Settings().initialWindowSize)

        if role == .client { output.append(contentsOf: "\(Self.preface)".utf8) }
        let payload = settings.payload()
        write(HTTP2FrameHeader(length: payload.count, type: .settings, stream: 0))
        output.append(contentsOf: payload)
        // Only WINDOW_UPDATE changes the connection's window (section 6.9.2).
        let more = Int(min(limits.connectionWindow, HTTP2Window.largest)) - receiveWindow.available
        if more > 0, receiveWindow.open(more) { writeWindowUpdate(0, more) }
    }

    // MARK: For its owner

    /// What happened since the last call, in order.
    package mutating func takeEvents() -> [HTTP2Event] {
        guard !events.isEmpty else { return [] }
        defer { events.removeAll(keepingCapacity: false) }
        return events
    }

    /// What has to be written now; windows that are nearly used up are opened with it.
    package mutating func takeOutput() -> [UInt8] {
        if failure == nil {
            openWindows()
            sendMore()
        }
        defer { output = [] }
        return output
    }

    package var hasOutput: Bool { !output.isEmpty || !uncredited.isEmpty || isWindowLow }

    package var openStreamCount: Int { streams.count }

    /// Streams whose messages have not come whole, with the moments in which they began; the oldest first.
    package var unfinished: [(stream: UInt32, began: HTTPMoment)] {
        streams.places.filter { !streams[$0].hasPeerEnded && !streams[$0].isDiscarding }
            .map { (streams[$0].number, streams[$0].message.began) }
    }

    /// Streams with content that waits for the peer's windows.
    package var blockedStreams: [UInt32] { sendQueue }

    /// No stream can be opened any more.
    package var isClosing: Bool { failure != nil || lastAccepted != nil || peerLastAccepted != nil }

    /// Nothing is open, and nothing can be opened any more.
    package var isDone: Bool {
        failure != nil || (streams.isEmpty && isClosing)
    }

    /// Whether a stream was never opened. Clients open all of them, with odd numbers: a server pushes nothing, and no push
    /// is taken.
    func isIdle(_ number: UInt32) -> Bool { number & 1 == 0 || number > highestStream }

    /// Whether a stream of the peer is above the number that GOAWAY told it: its frames are ignored (section 6.8).
    func isBehindGoAway(_ number: UInt32) -> Bool {
        guard role == .server, let lastAccepted else { return false }
        return number > lastAccepted
    }
}
