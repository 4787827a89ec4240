/// How the C library gets memory from the system.
package enum SystemMemory {
    /// For a program that takes in much and keeps most of it: one heap for all threads, which grows by large steps and gives
    /// nothing back. Must run before there is a second thread; does nothing where the C library is not glibc.
    ///
    /// glibc gives each thread a heap of its own, lets it grow by single pages, with a call of `mprotect` for each, and
    /// gives back what is free at its end, which the next request then gets as fresh pages, cleared once more: every other
    /// request to a collector paid for that.
    package static func keepsWhatItGot() {
        typealias Option = @convention(c) (Int32, Int32) -> Int32
        guard let setOption = SystemLibrary.function("mallopt", as: Option.self) else { return }
        // The numbers of <malloc.h>, which Swift does not import.
        let (trimThreshold, topPad, mapThreshold, arenaMax): (Int32, Int32, Int32, Int32) = (-1, -2, -3, -8)
        _ = setOption(arenaMax, 1)
        _ = setOption(trimThreshold, .max)
        _ = setOption(topPad, 4 << 20)
        // Said once, glibc does not adapt it any more: without this every block of 128 KiB would be mapped anew.
        _ = setOption(mapThreshold, 8 << 20)
    }
}
