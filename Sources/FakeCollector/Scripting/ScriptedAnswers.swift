/// The answers that are still to be given, first come, first served.
struct ScriptedAnswers: Sendable {
    private var entries: [Entry] = []

    private struct Entry {
        let answer: ScriptedAnswer
        var remaining: Int
        /// nil for every receiver.
        let label: String?
    }

    var isEmpty: Bool { entries.isEmpty }

    mutating func append(_ answer: ScriptedAnswer, times: Int, label: String?) {
        if times > 0 { entries.append(Entry(answer: answer, remaining: times, label: label)) }
    }

    mutating func removeAll() { entries.removeAll() }

    /// Takes the answer to the next request of a receiver; nil when none is scripted.
    mutating func next(for label: String) -> ScriptedAnswer? {
        guard let index = entries.firstIndex(where: { $0.label == nil || $0.label == label }) else { return nil }
        let answer = entries[index].answer
        entries[index].remaining -= 1
        if entries[index].remaining == 0 { entries.remove(at: index) }
        return answer
    }
}
