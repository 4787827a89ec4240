import Synchronization
import TracePlatform

/// Which thread a loop runs on.
@usableFromInline
final class LoopThread: Sendable {
    /// `SystemThread.currentIdentity` of the loop's thread; zero while there is none.
    private let identity = Atomic<UInt>(0)

    /// Relaxed order is enough: a thread reads its own identity here only if it wrote it itself, in `enter`.
    @usableFromInline
    var isCurrent: Bool { identity.load(ordering: .relaxed) == SystemThread.currentIdentity }

    func enter() { identity.store(SystemThread.currentIdentity, ordering: .relaxed) }

    func leave() { identity.store(0, ordering: .relaxed) }
}

/// A value that only the thread of its event loop touches: the loop's alternative to a lock.
///
/// Memory of its own and a flag instead of a stored property: the runtime's check of exclusive access keeps a list for
/// each thread, which cost a call of a hop 5,000 instructions.
///
/// `@unchecked Sendable` is sound since `withValue` traps on any other thread, and the threads that a loop has one
/// after the other hand over under the lock of the loop's inbox. Nothing else reaches the value.
package final class LoopBound<Value>: @unchecked Sendable {
    @usableFromInline let thread: LoopThread
    @usableFromInline let memory: UnsafeMutablePointer<Cell>

    @usableFromInline
    struct Cell {
        @usableFromInline var value: Value
        /// A call of `withValue` is under way.
        @usableFromInline var isInUse = false

        init(_ value: Value) { self.value = value }
    }

    init(_ value: sending Value, thread: LoopThread) {
        self.thread = thread
        memory = .allocate(capacity: 1)
        memory.initialize(to: Cell(value))
    }

    deinit {
        memory.deinitialize(count: 1)
        memory.deallocate()
    }

    package convenience init(_ value: sending Value, on loop: EventLoop) {
        self.init(value, thread: loop.thread)
    }

    /// Calls `body` with the value. Must run on the loop, and must not nest, as exclusive access demands.
    @inlinable
    package func withValue<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        // Without it this would be a data race: a mistake of this package's code, which no received byte can bring about.
        precondition(thread.isCurrent, "a value bound to an event loop was used on another thread")
        precondition(!memory.pointee.isInUse, "a value bound to an event loop was used while it was in use")
        memory.pointee.isInUse = true
        defer { memory.pointee.isInUse = false }
        // Unsafe: initialised from `init` to `deinit`, and by the lines above nobody else's now.
        return try body(&memory.pointee.value)
    }
}
