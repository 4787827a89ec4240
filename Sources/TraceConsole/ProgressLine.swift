import TracePlatform

/// Shows what goes on, on standard error: one line that is drawn again and again on a terminal, elsewhere a plain line
/// now and then, or nothing. Any thread may report.
package final class ProgressLine: Sendable {
    private let state: Locked<ProgressText>
    private let sink: @Sendable (String) -> Void
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - sink: gets the bytes for the stream; standard error by default.
    ///   - now: the clock that spaces plain lines.
    package init(
        _ mode: ProgressText.Mode,
        sink: @escaping @Sendable (String) -> Void = { StandardStream.error.write($0) },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        state = Locked(ProgressText(mode))
        self.sink = sink
        self.now = now
    }

    /// Replaces the line.
    package func show(_ text: String) {
        let time = now()
        // The sink is called under the lock, so that two lines arrive in the order in which the state saw them.
        state.withLock { sink($0.show(text, at: time)) }
    }

    /// Prints a line that stays, above the live one.
    package func note(_ text: String) { state.withLock { sink($0.note(text)) } }

    /// Takes the live line away, before a report is printed.
    package func finish() { state.withLock { sink($0.finish()) } }
}

/// The state of a progress line: reports in, bytes for the stream out.
package struct ProgressText: Sendable {
    package enum Mode: Equatable, Sendable {
        /// A terminal of so many columns.
        case live(width: Int, unicode: Bool)
        /// A plain line at most so often: a log, CI.
        case plain(every: Duration)
        case silent

        /// Live on a terminal, else as given.
        package init(_ traits: TerminalTraits, otherwise: Mode = .silent) {
            let isDumb = !traits.isTerminal
            self = isDumb ? otherwise : .live(width: traits.width, unicode: traits.isUTF8)
        }
    }

    private let mode: Mode
    private var shown = ""
    private var lastPlain: ContinuousClock.Instant?

    package init(_ mode: Mode) { self.mode = mode }

    /// The start of the line, then ECMA-48, 8.3.41 (EL): erases to its end.
    private static let clear = "\r\u{1b}[K"

    package mutating func show(_ text: String, at time: ContinuousClock.Instant) -> String {
        let text = text.escapedForTerminal
        switch mode {
        case .live(let width, let unicode):
            // The last column stays free: some terminals begin a new line when it is written.
            shown = text.truncated(toWidth: width - 1, mark: unicode ? "…" : "...")
            return Self.clear + shown
        case .plain(let interval):
            guard lastPlain.map({ $0.duration(to: time) >= interval }) ?? true else { return "" }
            lastPlain = time
            return text + "\n"
        case .silent:
            return ""
        }
    }

    package func note(_ text: String) -> String {
        let line = text.escapedForTerminal + "\n"
        return shown.isEmpty ? line : Self.clear + line + shown
    }

    package mutating func finish() -> String {
        guard !shown.isEmpty else { return "" }
        shown = ""
        return Self.clear
    }
}
