/// What a peer may send: its own account of the windows that were opened for it.
struct HTTP2SentWindows {
    private var connection: Int
    private let initial: Int
    private var streams: [UInt32: Int] = [:]

    init(connection: Int, stream: Int) {
        self.connection = connection
        initial = stream
    }

    func available(_ stream: UInt32) -> Int { min(connection, streams[stream] ?? initial) }

    mutating func take(_ count: Int, _ stream: UInt32) {
        connection -= count
        streams[stream, default: initial] -= count
    }

    mutating func open(_ frame: HTTP2WrittenFrame) {
        guard frame.type == 8 else { return }
        let increment = frame.payload.reduce(0) { $0 << 8 | Int($1) }
        if frame.stream == 0 { connection += increment } else { streams[frame.stream, default: initial] += increment }
    }
}
