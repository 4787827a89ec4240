import TraceBytes
import TracePlatform
import TraceTransport

/// Either side of a connection of HTTP/2 under libFuzzer: no input traps, and cuts change nothing.
///
/// What begins with the preface is for a server, all else for a client, so that captured connections are inputs as they are.
/// The last byte says how long the pieces are in which the rest is fed. Fed so and whole, the events and the output must be
/// the same; fed with an owner who answers, nothing traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP2Connection(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let last = UnsafeBufferPointer(start: start, count: count).last else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count).dropLast())
    let isForServer = bytes.starts(with: "\(HTTP2Connection.preface)".utf8)
    let role: HTTP2Connection.Role = isForServer ? .server : .client
    let pieceLength = Int(last) + 1
    guard Outcome(of: bytes, role, pieceLength: bytes.count + 1) == Outcome(of: bytes, role, pieceLength: pieceLength)
    else { fatalError("cuts of \(pieceLength) bytes change what is read") }
    answer(bytes, role, pieceLength: pieceLength)
    return 0
}

private let now = HTTPMoment(wallNanoseconds: 0, monotonic: MonotonicInstant(nanoseconds: 0))

private func connection(_ role: HTTP2Connection.Role) -> HTTP2Connection {
    var limits = HTTP2Limits()
    // Small, so that what exceeds them is met.
    (limits.bodyBytes, limits.headerListBytes, limits.concurrentStreams, limits.streamWindow) = (2000, 2000, 8, 1000)
    var connection = HTTP2Connection(role, limits: limits)
    guard role == .client else { return connection }
    for method in ["POST", "GET", "HEAD"] {
        let fields = HeaderFields([(":method", method), (":scheme", "http"), (":path", "/")])
        _ = try? connection.open(fields, body: method == "POST" ? Array(repeating: 1, count: 100) : [], at: now)
    }
    return connection
}

/// Feeds a connection in pieces, what it did not take again and again.
private func feed(
    _ bytes: [UInt8], to connection: inout HTTP2Connection, pieceLength: Int, _ after: (inout HTTP2Connection) -> Void
) {
    var pending: [UInt8] = []
    var position = 0
    while position < bytes.count {
        let end = min(position + pieceLength, bytes.count)
        pending += bytes[position..<end]
        position = end
        pending.removeFirst(connection.receive(pending.span.bytes, at: now))
        after(&connection)
    }
}

/// What a connection made of the bytes while nothing was answered and no output taken.
private struct Outcome: Equatable {
    var events: [HTTP2Event] = []
    var output: [UInt8] = []

    init(of bytes: [UInt8], _ role: HTTP2Connection.Role, pieceLength: Int) {
        var connection = connection(role)
        feed(bytes, to: &connection, pieceLength: pieceLength) { _ in }
        // How much one read brought of a message is what may differ.
        events = connection.takeEvents().filter { event in
            guard case .growing = event else { return true }
            return false
        }
        output = connection.takeOutput()
    }
}

/// An owner who answers, resets and leaves as a real one would.
private func answer(_ bytes: [UInt8], _ role: HTTP2Connection.Role, pieceLength: Int) {
    var connection = connection(role)
    var reads = 0
    feed(bytes, to: &connection, pieceLength: pieceLength) { connection in
        for event in connection.takeEvents() where role == .server {
            switch event {
            case .message(let message) where message.stream % 5 == 4: connection.reset(message.stream, .cancel)
            case .message(let message), .excessive(let message, _):
                connection.respond(
                    to: message.stream, HeaderFields([(":status", "200")]),
                    body: Array(repeating: 1, count: Int(message.stream % 3000)),
                    trailers: HeaderFields(message.stream % 3 == 0 ? [] : [("grpc-status", "0")]))
            default: break
            }
        }
        reads += 1
        if reads % 7 == 3 { connection.ping(UInt64(reads)) }
        if reads == 40 { connection.goAway() }
        guard connection.takeOutput().count < 4 << 20 else { fatalError("more than 4 MiB answer one read") }
    }
}
