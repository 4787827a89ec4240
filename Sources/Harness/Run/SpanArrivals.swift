/// Of how many traces each hop owes spans, and what of that is worth waiting for.
///
/// What did not come within one wait is given up, and a hop that sent nothing new in one is not waited for again: each
/// probe behind it would cost as long.
struct SpanArrivals: Sendable {
    private struct Hop {
        /// Traces whose spans were waited for in vain.
        var givenUp = 0
        /// Traces whose spans had come by the end of the last wait, at least.
        var arrived = 0
        var isSilent = false
    }

    private var hops: [Hop]

    init(hops count: Int) { hops = Array(repeating: Hop(), count: count) }

    /// How many traces to wait for, by hop.
    ///
    /// - Parameter expected: traces by hop that should have spans by now.
    func due(_ expected: [Int]) -> [Int] {
        zip(hops, expected).map { hop, count in hop.isSilent ? 0 : max(0, count - hop.givenUp) }
    }

    /// Everything came.
    mutating func came(_ due: [Int]) {
        for index in hops.indices { hops[index].arrived = max(hops[index].arrived, due[index]) }
    }

    /// The wait ended with these numbers.
    mutating func timedOut(_ due: [Int], arrived: [Int]) {
        for index in hops.indices {
            let lacking = due[index] - arrived[index]
            if lacking > 0 {
                hops[index].givenUp += lacking
                hops[index].isSilent = arrived[index] <= hops[index].arrived
            }
            hops[index].arrived = max(hops[index].arrived, arrived[index])
        }
    }
}
