#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The two streams on which a command talks, by their descriptor numbers.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes everything, so that texts of several threads do not mix.
    ///
    /// - Returns: `false` when the text could not be written, most often because the reader has gone (`| head`). That is
    ///   no error of the command: there is nobody left to tell. With `Signal.ignoreBrokenPipes()` the process survives it.
    @discardableResult
    package func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    @discardableResult
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .output: Self.outputLock.withLock { _ in writeEverything(bytes, to: rawValue) == 0 }
        case .error: Self.errorLock.withLock { _ in writeEverything(bytes, to: rawValue) == 0 }
        }
    }

    private static let outputLock = Locked(())
    private static let errorLock = Locked(())
}
