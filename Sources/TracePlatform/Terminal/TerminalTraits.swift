#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the reader at the other end of an output stream can show.
package struct TerminalTraits: Equatable, Sendable {
    package var isTerminal: Bool
    /// Columns.
    package var width: Int
    package var allowsColor: Bool
    /// Whether the locale's encoding is UTF-8; elsewhere only ASCII is safe.
    package var isUTF8: Bool

    /// The width of a stream that says nothing of its own.
    package static let usualWidth = 80

    package init(isTerminal: Bool, width: Int = usualWidth, allowsColor: Bool = false, isUTF8: Bool = false) {
        self.isTerminal = isTerminal
        self.width = width
        self.allowsColor = allowsColor
        self.isUTF8 = isUTF8
    }

    /// Decides from facts.
    /// - Parameters:
    ///   - reportedWidth: what the terminal driver says; `nil` or 0 (serial lines, some CI) means that it does not know,
    ///     and `COLUMNS` counts, then 80.
    ///   - environment: `NO_COLOR` (no-color.org: any text but an empty one) and `TERM=dumb` forbid colours;
    ///     the first that is not empty of `LC_ALL`, `LC_CTYPE` and `LANG` names the encoding (POSIX 8.2).
    package init(isTerminal: Bool, reportedWidth: Int?, environment: [String: String]) {
        self.isTerminal = isTerminal
        let columns = environment["COLUMNS"].flatMap { Int($0) }
        width = [reportedWidth, columns].lazy.compactMap { $0 }.first { $0 > 0 } ?? Self.usualWidth
        let refusesColor = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        allowsColor = isTerminal && !refusesColor
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let encoding = locale.lowercased()
        isUTF8 = encoding.contains("utf-8") || encoding.contains("utf8")
    }

    /// The traits of a standard stream of this process, now: a window may be resized.
    package static func current(_ stream: StandardStream) -> TerminalTraits {
        TerminalTraits(
            isTerminal: isatty(stream.rawValue) == 1, reportedWidth: reportedWidth(of: stream.rawValue),
            environment: Environment.all)
    }

    private static func reportedWidth(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Int(size.ws_col)
    }
}
