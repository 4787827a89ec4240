#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A failed operation on a file or a directory: what was tried, where, and the reason that the system gave.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// The operation as a verb that follows "cannot": `read`, `create directory`.
    package var operation: String
    /// The path as the caller gave it.
    package var path: String
    /// The system's error number; `EINVAL` also for a path with a zero byte, which no system call can express.
    package var errno: Int32

    package init(operation: String, path: String, errno: Int32) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    /// One line, e.g. `cannot read /etc/shadow: Permission denied`.
    package var description: String { "cannot \(operation) \(path): \(systemErrorText(errno))" }
}

/// The system's words for an error number, e.g. `No such file or directory` for `ENOENT`.
package func systemErrorText(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
}
