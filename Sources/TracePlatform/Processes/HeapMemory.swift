/// What the C library does with memory that it got from the system. Choices of glibc alone; nothing happens elsewhere.
package enum HeapMemory {
    /// Keeps up to 64 MiB of what was freed.
    ///
    /// By default pieces of 128 KiB and more are mapped anew, and what is free at the end of the heap goes back at the
    /// same size. Whoever makes and drops such a piece again and again, a batch of spans, meets every page of it as a
    /// page fault: one for each call of a hop, a tenth of its time.
    package static func keepFreed() {
        set([(.mapThreshold, 32 << 20), (.trimThreshold, 64 << 20)])
    }

    /// For a program that takes in much and keeps most of it: one heap for all threads, which grows by large steps and gives
    /// nothing back. Must run before there is a second thread.
    ///
    /// glibc gives each thread a heap of its own, lets it grow by single pages, with a call of `mprotect` for each, and
    /// gives back what is free at its end, which the next request then gets as fresh pages, cleared once more: every other
    /// request to a collector paid for that.
    package static func keepEverythingInOne() {
        // A threshold that is said is not adapted any more: without one every block of 128 KiB would be mapped anew.
        set([(.heaps, 1), (.trimThreshold, .max), (.growth, 4 << 20), (.mapThreshold, 8 << 20)])
    }

    /// The numbers of <malloc.h>, which Swift does not import.
    private enum Option: Int32 {
        case trimThreshold = -1
        case growth = -2
        case mapThreshold = -3
        case heaps = -8
    }

    private static func set(_ options: [(Option, Int32)]) {
        typealias SetOption = @convention(c) (Int32, Int32) -> Int32
        guard let setOption = SystemLibrary.function("mallopt", as: SetOption.self) else { return }
        for (option, value) in options { _ = setOption(option.rawValue, value) }
    }
}
