#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A value that threads share, one at a time.
///
/// The library's `Mutex` in all but its lock: that one is invisible to the thread sanitizer on Linux, which then
/// reports every use as a race; a POSIX lock it knows.
///
/// `@unchecked Sendable` is sound since the value is reached in `withLock` alone, and `sending` keeps its parts inside.
package final class Locked<Value: ~Copyable>: @unchecked Sendable {
    private var value: Value
    /// Allocated, since a lock must keep its address.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    package init(_ value: consuming sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Calls `body` with the value while no other thread has it. Must not nest.
    package func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
