/// The open streams of a connection, in the order of their numbers.
///
/// An array: streams open with rising numbers, so one that opens goes to the end, and one that is looked for is nearly
/// always found at once. A stream is changed in place, by the place that `place(of:)` finds; a place holds until a stream
/// opens or closes.
struct HTTP2StreamTable: Sendable {
    private var streams: [HTTP2Stream] = []

    var count: Int { streams.count }
    var isEmpty: Bool { streams.isEmpty }
    var places: Range<Int> { streams.indices }

    subscript(place: Int) -> HTTP2Stream {
        _read { yield streams[place] }
        _modify { yield &streams[place] }
    }

    func place(of number: UInt32) -> Int? {
        guard let last = streams.last else { return nil }
        if last.number == number { return streams.count - 1 }
        var (low, high) = (0, streams.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if streams[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return streams[low].number == number ? low : nil
    }

    /// - Parameter stream: of a higher number than all others.
    mutating func append(_ stream: HTTP2Stream) { streams.append(stream) }

    mutating func remove(at place: Int) -> HTTP2Stream { streams.remove(at: place) }

    mutating func removeAll() { streams = [] }
}
