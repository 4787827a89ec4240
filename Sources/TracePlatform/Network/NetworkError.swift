#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What went wrong at the network, in which operation, and at which address.
///
/// The description reads like the tools of the field: `bind 127.0.0.1:5000: address already in use`.
package struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Operation: String, Sendable {
        case socket, bind, listen, accept, connect, read, write, shutdown, poll, resolve
        case configure = "configure socket"
        case startThread = "start thread"
    }

    package enum Cause: Hashable, Sendable {
        /// The system call failed with this `errno`.
        case system(Int32)
        /// The caller's deadline passed first.
        case deadlineExceeded
        /// The waiting task was cancelled.
        case cancelled
        /// This side closed the socket, or shut its event loop down, before or during the operation.
        case closed
        /// The name has no address; the text is the resolver's.
        case unresolved(String)
    }

    package let operation: Operation
    package let cause: Cause
    /// The address or `host:port` that the operation was about; nil when it has none.
    package let subject: String?

    package init(_ operation: Operation, _ cause: Cause, at subject: String? = nil) {
        self.operation = operation
        self.cause = cause
        self.subject = subject
    }

    package init(_ operation: Operation, errno: Int32, at address: SocketAddress? = nil) {
        self.init(operation, .system(errno), at: address?.description)
    }

    /// The system's error number, nil when no system call failed.
    package var errno: Int32? {
        if case .system(let number) = cause { number } else { nil }
    }

    package var description: String {
        let place = subject.map { " " + $0 } ?? ""
        return "\(operation.rawValue)\(place): \(cause.text)"
    }
}

extension NetworkError.Cause {
    fileprivate var text: String {
        switch self {
        case .system(let number): systemText(number)
        case .deadlineExceeded: "deadline exceeded"
        case .cancelled: "cancelled"
        case .closed: "closed by this side"
        case .unresolved(let reason): reason
        }
    }

    /// The C library's text, beginning in lower case as the middle of a sentence does.
    private func systemText(_ number: Int32) -> String {
        guard let text = strerror(number) else { return "error \(number)" }
        let message = String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
