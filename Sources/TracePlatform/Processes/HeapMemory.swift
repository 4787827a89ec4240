#if canImport(Glibc)
    import Glibc
#endif

/// What becomes of memory that the process has freed.
package enum HeapMemory {
    /// Keeps up to 64 MiB of it for the process; a choice of GNU's C library alone, and nothing elsewhere.
    ///
    /// By default pieces of 128 KiB and more are mapped anew, and what is free at the end of the heap goes back at the
    /// same size. Whoever makes and drops such a piece again and again, a batch of spans, meets every page of it as a
    /// page fault: one for each call of a hop, a tenth of its time.
    package static func keepFreed() {
        #if canImport(Glibc)
            let setOption = SystemLibrary.function("mallopt", as: (@convention(c) (Int32, Int32) -> Int32).self)
            _ = setOption?(mapThreshold, 32 << 20)
            _ = setOption?(trimThreshold, 64 << 20)
        #endif
    }

    #if canImport(Glibc)
        private static let trimThreshold: Int32 = -1  // M_TRIM_THRESHOLD of <malloc.h>
        private static let mapThreshold: Int32 = -3  // M_MMAP_THRESHOLD, whose most is 32 MiB
    #endif
}
