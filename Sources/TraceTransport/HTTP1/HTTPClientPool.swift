import TracePlatform

/// An open connection of a client between two requests.
struct HTTPClientWire: Sendable {
    let connection: TCPConnection
    /// Counts the connections of the client from 1.
    let number: Int
    /// It has carried a request before.
    var isReused = false
}

/// The connections of a client to one peer: how many are in use, which are not, and who waits for one.
///
/// A value; `HTTPClient` does what it says. A fresh connection is only made when none is unused, so that the places for
/// connections in use bound all of them.
struct HTTPClientPool: Sendable {
    private var busyCount = 0
    private var unused: [(wire: HTTPClientWire, since: MonotonicInstant)] = []
    private var waiting: [(ticket: Int, wait: WaitID)] = []
    /// Tickets that got a place and have not yet taken note: their wait may end by its deadline in that very moment.
    private var granted: Set<Int> = []
    private var lastTicket = 0

    /// Takes a place for a connection in use; false when the caller has to queue.
    mutating func takePlace(limit: Int) -> Bool {
        guard busyCount < limit else { return false }
        busyCount += 1
        return true
    }

    mutating func queue(_ wait: WaitID) -> Int {
        lastTicket += 1
        waiting.append((lastTicket, wait))
        return lastTicket
    }

    /// The wait has ended: whether the ticket got a place. It leaves the queue either way.
    mutating func leaveQueue(_ ticket: Int) -> Bool {
        if granted.remove(ticket) != nil { return true }
        waiting.removeAll { $0.ticket == ticket }
        return false
    }

    /// Gives a place back. The first in the queue gets it, whose wait the caller has to end.
    mutating func givePlace() -> WaitID? {
        guard !waiting.isEmpty else {
            busyCount -= 1
            return nil
        }
        let (ticket, wait) = waiting.removeFirst()
        granted.insert(ticket)
        return wait
    }

    mutating func keep(_ wire: HTTPClientWire, since now: MonotonicInstant) { unused.append((wire, now)) }

    /// The connection that was used last, unless that was before `instant`; what is too old has to be closed.
    mutating func takeUnused(since instant: MonotonicInstant) -> (wire: HTTPClientWire?, expired: [HTTPClientWire]) {
        guard let last = unused.last else { return (nil, []) }
        guard last.since < instant else {
            unused.removeLast()
            return (last.wire, [])
        }
        return (nil, takeAllUnused())
    }

    mutating func takeAllUnused() -> [HTTPClientWire] {
        defer { unused = [] }
        return unused.map(\.wire)
    }
}
