/// A running child process, and the end of its lifeline.
///
/// When the last owner lets go of it, the lifeline and unclaimed pipes close, as they do when this process dies;
/// the child is waited for all the same and never becomes a zombie.
package final class ChildProcess: Sendable {
    package let processID: Int32
    private let life: ChildLife
    private let pipes: Locked<Pipes>

    struct Pipes: ~Copyable {
        var lifeline: Descriptor?
        var output: Descriptor?
        var error: Descriptor?
    }

    /// The read ends of the child's output, non-blocking; `nil` for a stream without a pipe. Who takes them closes them.
    package struct OutputDescriptors: Sendable {
        package let output: Int32?
        package let error: Int32?
    }

    /// Starts the command. Returns when the child runs the new program, or throws when it cannot.
    package init(_ command: ChildCommand) throws(ProcessError) {
        var input = try StreamEnds(command.input, command.executable)
        var output = try StreamEnds(command.output, command.executable)
        var error = try StreamEnds(command.error, command.executable)
        life = try ChildLife(command, streams: [input.childNumber, output.childNumber, error.childNumber])
        processID = life.processID
        pipes = Locked(Pipes(lifeline: input.ours.take(), output: output.ours.take(), error: error.ours.take()))
    }

    /// Ends the lifeline: the child reads the end of its standard input.
    package func closeInput() { pipes.withLock { $0.lifeline = nil } }

    /// Asks the child to end (`SIGTERM`). `false` when it has ended already.
    @discardableResult
    package func terminate() -> Bool { life.send(.terminate) }

    /// Ends the child at once (`SIGKILL`). `false` when it has ended already.
    @discardableResult
    package func kill() -> Bool { life.send(.kill) }

    /// Sends a signal to the child alone. `false` when it has ended already.
    @discardableResult
    package func send(_ signal: Signal) -> Bool { life.send(signal) }

    /// Sends a signal to the child and all in the group that it leads. `false` when the child has ended already (then
    /// the group's number may be a stranger's) or leads no group of its own.
    @discardableResult
    package func killGroup(_ signal: Signal = .kill) -> Bool { life.sendToGroup(signal) }

    /// How the child ended; `nil` while it runs.
    package var exitStatus: ChildStatus? { life.status }

    /// Waits for the child's end, without holding a thread. Any number of tasks may wait, also afterwards.
    /// Cancelling the task does not end the wait: ending the child does.
    package func exit() async -> ChildStatus {
        await withCheckedContinuation { continuation in life.whenEnded { continuation.resume(returning: $0) } }
    }

    /// Calls the handler once, when the child has ended: on the thread that waits for it, or at once if it has ended.
    package func whenEnded(_ handler: @escaping @Sendable (ChildStatus) -> Void) { life.whenEnded(handler) }

    /// Hands the pipes of the child's output to an event loop. They can be taken once, and not with `drain`.
    package func takeOutput() -> OutputDescriptors {
        pipes.withLock {
            OutputDescriptors(output: $0.output.take()?.release(), error: $0.error.take()?.release())
        }
    }

    /// Reads both pipes on a thread of its own until the child has ended and what it wrote has been read.
    ///
    /// What processes that outlive the child write later is not read.
    /// - Parameters:
    ///   - handler: gets the bytes as they come, on that thread. While it runs, the child may fill its pipe and stop.
    ///   - ended: called last, on the same thread.
    package func drain(
        _ handler: @escaping @Sendable (ChildStream, [UInt8]) -> Void,
        ended: @escaping @Sendable (ChildStatus) -> Void
    ) throws(ProcessError) {
        let descriptors = takeOutput()
        try ChildDrain.start(descriptors, life, handler, ended: ended)
    }

    /// Like `drain`, but in lines: without their `\n` or `\r\n`, decoded as UTF-8 with U+FFFD for what is none.
    /// A line is cut at 64 KiB, so that a child that never ends a line cannot fill the memory.
    package func drainLines(
        _ handler: @escaping @Sendable (ChildStream, String) -> Void,
        ended: @escaping @Sendable (ChildStatus) -> Void
    ) throws(ProcessError) {
        let splitters = Locked<[ChildStream: LineSplitter]>([:])
        try drain(
            { stream, bytes in
                let lines = splitters.withLock { $0[stream, default: LineSplitter()].received(bytes) }
                for line in lines { handler(stream, line) }
            },
            ended: { status in
                for stream in [ChildStream.output, .error] {
                    if let line = splitters.withLock({ $0[stream]?.ended() }) { handler(stream, line) }
                }
                ended(status)
            })
    }
}

/// The streams on which a child talks.
package enum ChildStream: Sendable {
    case output
    case error
}
