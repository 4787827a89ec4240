/// How late a heartbeat of the harness's event loop was: the measure of a busy machine.
package struct LoopLags: Sendable, Hashable {
    /// One late beat: when it came (monotonic nanoseconds) and by how much.
    package struct Beat: Sendable, Hashable {
        package var at: Int64
        package var lateNanoseconds: Int64

        package init(at: Int64, lateNanoseconds: Int64) {
            self.at = at
            self.lateNanoseconds = lateNanoseconds
        }
    }

    /// In order of time, of one heartbeat: a beat is due only after the one before it came.
    package private(set) var beats: [Beat]

    package init(_ beats: [Beat] = []) { self.beats = beats.sorted { $0.at < $1.at } }

    package mutating func append(_ beat: Beat) { beats.append(beat) }

    /// The largest lag that any part of an interval saw: a beat that came up to its own lateness after the interval
    /// was due inside it.
    package func largest(from start: Int64, to end: Int64) -> Int64 {
        var low = 0
        var high = beats.count
        while low < high {
            let middle = (low + high) / 2
            if beats[middle].at < start { low = middle + 1 } else { high = middle }
        }
        var largest: Int64 = 0
        for beat in beats[low...] {
            if beat.at - beat.lateNanoseconds > end { break }
            largest = max(largest, beat.lateNanoseconds)
        }
        return largest
    }

    package var largest: Int64 { beats.map(\.lateNanoseconds).max() ?? 0 }
}
