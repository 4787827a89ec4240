/// A process, its pipes or its threads could not be set up: what was tried, for which program, and the system's reason.
package struct ProcessError: Error, Equatable, CustomStringConvertible {
    /// The operation as a verb that follows "cannot": `run`, `start a thread for`.
    package var operation: String
    /// The executable, or what else the operation was for.
    package var subject: String
    package var errno: Int32

    package init(operation: String, subject: String, errno: Int32) {
        self.operation = operation
        self.subject = subject
        self.errno = errno
    }

    /// One line, e.g. `cannot run /opt/hop: No such file or directory`.
    package var description: String { "cannot \(operation) \(subject): \(systemErrorText(errno))" }
}
