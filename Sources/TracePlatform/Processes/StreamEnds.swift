#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The two ends of one standard stream of a child: its own, which closes here once it runs, and ours.
struct StreamEnds: ~Copyable {
    var theirs: Descriptor?
    var ours: Descriptor?

    init(_ input: ChildCommand.Input, _ subject: String) throws(ProcessError) {
        switch input {
        case .lifeline:
            var pipe = try Pipe(for: subject)
            theirs = pipe.readEnd.take()
            ours = pipe.writeEnd.take()
        case .inherited:
            theirs = nil
            ours = nil
        case .null:
            theirs = try openNull(O_RDONLY, subject)
            ours = nil
        }
    }

    init(_ output: ChildCommand.Output, _ subject: String) throws(ProcessError) {
        switch output {
        case .piped:
            var pipe = try Pipe(for: subject)
            theirs = pipe.writeEnd.take()
            ours = pipe.readEnd.take()
            if let number = ours?.number { _ = fcntl(number, F_SETFL, O_NONBLOCK) }
        case .inherited:
            theirs = nil
            ours = nil
        case .null:
            theirs = try openNull(O_WRONLY, subject)
            ours = nil
        }
    }

    /// `nil`: the child keeps the stream of this process.
    var childNumber: Int32? {
        switch theirs {
        case .some(let descriptor): descriptor.number
        case .none: nil
        }
    }
}

private func openNull(_ flags: Int32, _ subject: String) throws(ProcessError) -> Descriptor {
    let number = open("/dev/null", flags | O_CLOEXEC)
    guard number >= 0 else { throw ProcessError(operation: "open /dev/null for", subject: subject, errno: errno) }
    return try moveAboveStandardStreams(Descriptor(owning: number), subject)
}
