/// Hears how a run goes on, for a progress line.
package struct RunObserver: Sendable {
    package enum Note: Sendable, Hashable {
        case hopsReady
        /// Spans that were due did not come in time: which, in words.
        case spansMissing(String)
        case ending
    }

    private let onNote: @Sendable (Note) -> Void
    private let onAnswer: @Sendable () -> Void

    package init(
        onNote: @escaping @Sendable (Note) -> Void = { _ in }, onAnswer: @escaping @Sendable () -> Void = {}
    ) {
        self.onNote = onNote
        self.onAnswer = onAnswer
    }

    func note(_ note: Note) { onNote(note) }

    /// One more request of the main phase has its answer.
    func answered() { onAnswer() }
}
