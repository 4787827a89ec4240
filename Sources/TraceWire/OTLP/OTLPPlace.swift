/// A message of a payload with its place there, which is spelt only when something is wrong.
struct OTLPPlace: Sendable {
    let record: OTLPRecord
    /// The field that has it; nil for the request.
    let field: OTLPField?
    /// Which one it is of a repeated field, counted from 0.
    let position: Int32
    /// The number of the message around; -1 for the request.
    let parent: Int32
    /// The number of the span around, or of itself; -1 outside of spans.
    let span: Int32
    /// What is odd about its members, so that rules about oddities need not look at all of them.
    let oddities: OTLPOddities
}

/// The places of one kind of message.
struct OTLPPlaces: Sequence, IteratorProtocol {
    private let places: [OTLPPlace]
    private let numbers: [Int32]
    private var upcoming = 0

    init(places: [OTLPPlace], numbers: [Int32]) {
        self.places = places
        self.numbers = numbers
    }

    var count: Int { numbers.count }

    mutating func next() -> OTLPPlace? {
        guard upcoming < numbers.count else { return nil }
        defer { upcoming += 1 }
        return places[Int(numbers[upcoming])]
    }
}
