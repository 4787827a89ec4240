import TraceModel
import TraceTransport

/// Those who wait, each with its condition and with how much of the recording that has seen.
struct Waiters {
    private var entries: [Int: Entry] = [:]
    private var lastNumber = 0

    private struct Entry {
        var condition: any WaitCondition
        let wait: WaitID
        var seenSpans = 0
        var seenRequests = 0
        var isSatisfied = false

        mutating func look(at recording: Recording) {
            isSatisfied = condition.isSatisfied(
                by: CollectorSnapshot(of: recording, sinceSpan: seenSpans, sinceRequest: seenRequests))
            seenSpans = recording.spans.endNumber
            seenRequests = recording.requests.endNumber
        }
    }

    /// Asks the condition for the first time and keeps it.
    ///
    /// - Returns: the number under which `remove` gives it back, and whether it is satisfied already.
    mutating func add(_ condition: any WaitCondition, _ wait: WaitID, on recording: Recording) -> (
        number: Int, isSatisfied: Bool
    ) {
        var entry = Entry(condition: condition, wait: wait)
        entry.look(at: recording)
        lastNumber += 1
        entries[lastNumber] = entry
        return (lastNumber, entry.isSatisfied)
    }

    mutating func remove(_ number: Int) -> (any WaitCondition)? { entries.removeValue(forKey: number)?.condition }

    /// Asks everybody after a change of the recording; returns whom to wake. A satisfied condition is not asked again.
    mutating func look(at recording: Recording) -> [WaitID] {
        var satisfied: [WaitID] = []
        for number in entries.keys where entries[number]?.isSatisfied == false {
            entries[number]?.look(at: recording)
            if let entry = entries[number], entry.isSatisfied { satisfied.append(entry.wait) }
        }
        return satisfied
    }

    /// Everybody who still waits.
    var waits: [WaitID] { entries.values.filter { !$0.isSatisfied }.map(\.wait) }
}
