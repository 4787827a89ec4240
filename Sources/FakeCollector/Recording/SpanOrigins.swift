/// Which spans came in where: one entry for every change of the receiver, not one for every request.
struct SpanOrigins {
    /// Ascending.
    private(set) var runs: [Run] = []

    struct Run {
        let label: String
        fileprivate(set) var numbers: Range<Int>
    }

    /// Notes spans whose numbers follow all others.
    mutating func append(_ numbers: Range<Int>, from label: String) {
        guard !numbers.isEmpty else { return }
        if let last = runs.indices.last, runs[last].label == label, runs[last].numbers.upperBound == numbers.lowerBound
        {
            runs[last].numbers = runs[last].numbers.lowerBound..<numbers.upperBound
        } else {
            runs.append(Run(label: label, numbers: numbers))
        }
    }

    /// Forgets the spans below a number.
    mutating func removeAll(below number: Int) { runs.removeAll { $0.numbers.upperBound <= number } }

    /// The numbers of the spans that came in at receivers of a label, ascending; some may have been evicted.
    func numbers(from label: String) -> [Range<Int>] { runs.filter { $0.label == label }.map(\.numbers) }
}
