#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The two ends of a pipe, closed on exec from birth.
///
/// A child that inherited an end of another child's pipe would keep that pipe open: a lifeline would never break and
/// a reader would never see the end.
struct Pipe: ~Copyable {
    /// Optional, so that an owner can take one.
    var readEnd: Descriptor?
    var writeEnd: Descriptor?

    init(for subject: String) throws(ProcessError) {
        var ends: [Int32] = [-1, -1]
        guard makePipe(&ends) == 0 else {
            throw ProcessError(operation: "open a pipe for", subject: subject, errno: errno)
        }
        let reading = Descriptor(owning: ends[0])
        let writing = Descriptor(owning: ends[1])
        readEnd = try moveAboveStandardStreams(reading, subject)
        writeEnd = try moveAboveStandardStreams(writing, subject)
    }
}

/// When this process was started without standard streams, a pipe may get their numbers, and making one of them a
/// child's stream would overwrite another. Such an end moves to 3 or above.
func moveAboveStandardStreams(
    _ descriptor: consuming Descriptor, _ subject: String
) throws(ProcessError) -> Descriptor {
    if descriptor.number > 2 { return descriptor }
    let moved = fcntl(descriptor.number, F_DUPFD_CLOEXEC, 3)
    guard moved >= 0 else { throw ProcessError(operation: "open a pipe for", subject: subject, errno: errno) }
    return Descriptor(owning: moved)
}

#if canImport(Darwin)
    /// Darwin has no `pipe2`. Between the two calls a fork elsewhere could inherit the ends; our own children cannot,
    /// since they are spawned with `POSIX_SPAWN_CLOEXEC_DEFAULT`.
    private func makePipe(_ ends: inout [Int32]) -> Int32 {
        guard pipe(&ends) == 0 else { return -1 }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return 0
    }
#else
    /// The import of Glibc lacks `pipe2` (it is declared for `_GNU_SOURCE` only), so it is looked up.
    private let pipe2: (@Sendable @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32)? =
        dynamicSymbol("pipe2", as: (@Sendable @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32).self)

    private func makePipe(_ ends: inout [Int32]) -> Int32 {
        if let pipe2 { return pipe2(&ends, O_CLOEXEC) }
        guard pipe(&ends) == 0 else { return -1 }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return 0
    }

    /// A function of libc by its name; `nil` where this libc has none.
    func dynamicSymbol<Function>(_ name: String, as type: Function.Type) -> Function? {
        guard let symbol = dlsym(nil, name) else { return nil }
        // A C function pointer and the address that dlsym returns are one word each (POSIX requires the conversion).
        return unsafeBitCast(symbol, to: type)
    }
#endif
