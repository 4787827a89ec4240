import TraceModel
import TracePlatform

/// What the taps of a run recorded; any task may append.
final class TapLog: Sendable {
    private struct State {
        var exchanges: [Exchange] = []
        var numbers: [Int]
        /// Answered calls on each edge that were not denied: their callee owes spans.
        var recordedCalls: [Int]
    }

    private let state: Locked<State>

    init(edges: Int) {
        state = Locked(
            State(numbers: [Int](repeating: 0, count: edges), recordedCalls: [Int](repeating: 0, count: edges)))
    }

    /// The number of the next call on an edge.
    func nextNumber(on edge: Int) -> Int {
        state.withLock { state in
            defer { state.numbers[edge] += 1 }
            return state.numbers[edge]
        }
    }

    func append(_ ended: [Exchange]) {
        guard !ended.isEmpty else { return }
        let recorded = ended.filter { exchange in
            exchange.response != nil
                && EdgeContext.decision(in: EdgeContext.all(in: exchange.requestHeaders)) != .deny
        }
        state.withLock { state in
            state.exchanges += ended
            for exchange in recorded { state.recordedCalls[exchange.edge] += 1 }
        }
    }

    /// Everything recorded so far, in the order of arrival over all edges.
    var exchanges: [Exchange] {
        state.withLock { $0.exchanges }.sorted {
            ($0.requestReceived.monotonic, $0.edge, $0.number) < ($1.requestReceived.monotonic, $1.edge, $1.number)
        }
    }

    /// How many calls on each edge were answered and not denied.
    var recordedCalls: [Int] { state.withLock { $0.recordedCalls } }
}
