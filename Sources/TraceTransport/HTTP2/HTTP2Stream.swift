import TraceBytes

/// One stream that is open (RFC 9113 section 5.1).
///
/// ```
///              ┌── END_STREAM received ──▶ half-closed (remote) ── END_STREAM sent ──────┐
/// idle ─▶ open ┤                                                                          ├──▶ closed
///              └── END_STREAM sent ──────▶ half-closed (local) ─── END_STREAM received ──┘
///         every state ── RST_STREAM either way ──────────────────────────────────────────────▶ closed
/// ```
///
/// What is idle or closed has no value of this type: numbers above the highest are idle, and `HTTP2ClosedStreams`
/// remembers the last that closed.
struct HTTP2Stream: Sendable {
    let number: UInt32
    /// What comes.
    var message: HTTP2Message
    /// The header section of the message has come; the next one holds trailers.
    var hasFields = false
    var hasPeerEnded = false
    /// What the message says of its content; nil when it says nothing, or of what it does not bring: an answer to HEAD, and
    /// 304 (RFC 9110 section 8.6).
    var contentLength: Int?
    /// This side has asked with HEAD.
    var isHead = false
    /// Octets of content that came, kept or not.
    var contentCount = 0
    /// What comes is no longer wanted: it counts against the windows and is dropped.
    var isDiscarding = false
    var receiveWindow: HTTP2Window

    /// What leaves and waits for the peer's windows.
    var outgoing: Outgoing?
    var hasEnded = false
    var sendWindow: HTTP2Window
    /// In the queue of those that wait for a window.
    var isQueued = false

    struct Outgoing: Sendable {
        var body: [UInt8]
        var written = 0
        var trailers: HeaderFields
    }

    init(_ number: UInt32, began: HTTPMoment, receiveWindow: UInt32, sendWindow: UInt32) {
        self.number = number
        message = HTTP2Message(
            stream: number, began: began, fields: HeaderFields(), pseudoCount: 0, body: [], trailers: HeaderFields())
        self.receiveWindow = HTTP2Window(receiveWindow)
        self.sendWindow = HTTP2Window(sendWindow)
    }
}

/// The streams that closed last, and how: what comes late on them is told from what should never have come.
struct HTTP2ClosedStreams: Sendable {
    enum Ending: Sendable {
        /// Both sides said END_STREAM.
        case ended
        case resetByPeer
        case resetHere
    }

    private var ring: [(number: UInt32, ending: Ending)] = []
    private var next = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(capacity, 1) }

    mutating func remember(_ number: UInt32, _ ending: Ending) {
        if ring.count < capacity {
            ring.append((number, ending))
        } else {
            ring[next] = (number, ending)
        }
        next = (next + 1) % capacity
    }

    /// Says anew how a stream ended that may be remembered already.
    mutating func change(_ number: UInt32, _ ending: Ending) {
        guard let place = ring.firstIndex(where: { $0.number == number }) else { return remember(number, ending) }
        ring[place].ending = ending
    }

    /// Nil for a stream that is not remembered.
    func ending(of number: UInt32) -> Ending? { ring.last { $0.number == number }?.ending }
}
