import Foundation

/// One measured quantity: the values of several runs, and what is wanted of their median.
struct Figure {
    let name: String
    let unit: String
    /// In the order of the runs; never empty.
    let values: [Double]
    let wanted: Wanted?

    /// A bound that the median must keep.
    enum Wanted {
        case below(Double)
        case atLeast(Double)

        var text: String {
            switch self {
            case .below(let bound): "< \(bound.formatted())"
            case .atLeast(let bound): "≥ \(bound.formatted())"
            }
        }

        func holds(for value: Double) -> Bool {
            switch self {
            case .below(let bound): value < bound
            case .atLeast(let bound): value >= bound
            }
        }
    }

    init(_ name: String, _ unit: String, _ values: [Double], wanted: Wanted? = nil) {
        self.name = name
        self.unit = unit
        self.values = values
        self.wanted = wanted
    }

    var least: Double { values.min() ?? .nan }
    var most: Double { values.max() ?? .nan }

    /// The middle value; of an even number of values the mean of the two in the middle.
    var median: Double {
        let sorted = values.sorted()
        guard let upper = sorted.dropFirst(sorted.count / 2).first else { return .nan }
        guard sorted.count.isMultiple(of: 2) else { return upper }
        return (sorted[sorted.count / 2 - 1] + upper) / 2
    }

    var isMissed: Bool { wanted.map { !$0.holds(for: median) } ?? false }

    /// Three digits behind the point below 10, none from 1,000 on.
    func text(_ value: Double) -> String {
        let digits =
            switch abs(value) {
            case ..<10: 3
            case ..<1000: 1
            default: 0
            }
        return String(format: "%.\(digits)f", value)
    }
}

/// Seconds that `body` takes.
func seconds(of body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure { try body() } / .seconds(1)
}

/// Seconds of this thread's processor time that `body` takes: for work without waiting, which a busy machine delays and
/// hardly makes dearer.
func processorSeconds(of body: () throws -> Void) rethrows -> Double {
    let start = threadTime()
    try body()
    return threadTime() - start
}

private func threadTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
