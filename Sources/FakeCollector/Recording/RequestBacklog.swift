import TracePlatform
import TraceWire

/// Recorded requests on their way to whoever looks at them beside the collector, which waits for nobody.
///
/// Bounded: where requests come faster than they are looked at, what is beyond the limit is counted and not handed on.
package final class RequestBacklog: Sendable {
    private struct State {
        var bytes = 0
        var lost = 0
    }

    private let limit: Int
    private let state = Locked(State())
    private let requests: AsyncStream<RecordedRequest>
    private let continuation: AsyncStream<RecordedRequest>.Continuation

    /// - Parameter limit: bytes of bodies that wait; one request always may.
    package init(limit: Int = 256 << 20) {
        self.limit = limit
        (requests, continuation) = AsyncStream.makeStream()
    }

    /// Takes the next request; called on the collector's loop.
    package func add(_ request: RecordedRequest) {
        let hasRoom = state.withLock { state in
            guard state.bytes == 0 || state.bytes + Self.cost(of: request) <= limit else {
                state.lost += 1
                return false
            }
            // A sum of lengths of arrays in memory, so far below the range of `Int`.
            state.bytes += Self.cost(of: request)
            return true
        }
        if hasRoom { continuation.yield(request) }
    }

    /// Nothing comes any more.
    package func finish() { continuation.finish() }

    /// How many found no room so far.
    package var lost: Int { state.withLock { $0.lost } }

    /// Hands on every request in its order, until ``finish()`` was called and the last one is handed on. Once.
    package func forEach(_ body: (RecordedRequest) -> Void) async {
        for await request in requests {
            body(request)
            state.withLock { $0.bytes -= Self.cost(of: request) }
        }
    }

    /// An empty request takes memory, too.
    private static func cost(of request: RecordedRequest) -> Int {
        request.payload.body.count + RequestHistory.bytesPerRecord
    }
}
