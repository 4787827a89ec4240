/// How a process ended.
package enum ChildStatus: Hashable, Sendable, CustomStringConvertible {
    /// It returned this code, 0 for success.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Signal)

    /// Reads the status word of `wait(2)`, whose macros Swift cannot import: the signal's number in the low seven bits
    /// (bit 7 tells of a core dump), the exit code in the next eight. Linux and Darwin agree on this.
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(Signal(rawValue: signal))
    }

    package var isSuccess: Bool { self == .exited(0) }

    /// `exited with 1`, `ended by SIGKILL`.
    package var description: String {
        switch self {
        case .exited(let code): "exited with \(code)"
        case .signalled(let signal): "ended by \(signal)"
        }
    }
}
