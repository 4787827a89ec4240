#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whole files by path. Paths are `String`s as the user wrote them: relative ones start at the working directory, `~` has no meaning.
package enum Files {
    /// The bytes of a file, a pipe or a device, read to its end.
    package static func read(_ path: String) throws(FileError) -> [UInt8] {
        let file = try open(path, "read", O_RDONLY)
        // The size is a hint only: what `/proc` serves says 0, and a file may grow meanwhile.
        var facts = stat()
        let hint = fstat(file.number, &facts) == 0 ? Int(facts.st_size) : 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(max(hint, 0), 64 << 20))
        while true {
            let chunk = min(max(hint - bytes.count, 0) + 1, 1 << 20)
            let before = bytes.count
            var failure: Int32 = 0
            let more = [UInt8](unsafeUninitializedCapacity: max(chunk, 16 << 10)) { buffer, count in
                // `read` initialises the first `count` bytes of the buffer and never more than its size.
                (count, failure) = readSome(file.number, UnsafeMutableRawBufferPointer(buffer))
            }
            guard failure == 0 else { throw FileError(operation: "read", path: path, errno: failure) }
            bytes += more
            if bytes.count == before { return bytes }
        }
    }

    /// Creates or replaces a file. A reader may see it half written; `writeAtomically` prevents that.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let file = try open(path, "write", O_WRONLY | O_CREAT | O_TRUNC)
        let failure = bytes.withUnsafeBytes { file.writeAll($0) }
        guard failure == 0 else { throw FileError(operation: "write", path: path, errno: failure) }
    }

    package static func write(_ text: String, to path: String) throws(FileError) {
        try write([UInt8](text.utf8), to: path)
    }

    /// Creates or replaces a file in one step: a reader sees the old bytes or the new ones, also after a crash.
    /// The bytes go to a new file beside it, `<path>.<16 hex digits>`, which is renamed.
    package static func writeAtomically(_ bytes: [UInt8], to path: String) throws(FileError) {
        let draft = "\(path).\(String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16))"
        do throws(FileError) {
            let file = try open(draft, "write", O_WRONLY | O_CREAT | O_EXCL)
            var failure = bytes.withUnsafeBytes { file.writeAll($0) }
            if failure == 0, fsync(file.number) != 0 { failure = errno }
            if failure == 0, rename(draft, path) != 0 { failure = errno }
            guard failure != 0 else { return }
            _ = unlink(draft)
            throw FileError(operation: "write", path: path, errno: failure)
        } catch {
            // Names the caller's path, not the draft's.
            throw FileError(operation: "write", path: path, errno: error.errno)
        }
    }

    static func open(_ path: String, _ operation: String, _ flags: Int32) throws(FileError) -> Descriptor {
        try checkPath(path, operation)
        while true {
            let number = systemOpen(path, flags | O_CLOEXEC)
            if number >= 0 { return Descriptor(owning: number) }
            guard errno == EINTR else { throw FileError(operation: operation, path: path, errno: errno) }
        }
    }

    /// A zero byte would end the path early, and another file than the named one would be touched.
    static func checkPath(_ path: String, _ operation: String) throws(FileError) {
        guard !path.utf8.contains(0) else { throw FileError(operation: operation, path: path, errno: EINVAL) }
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o666) }

/// One `read(2)`, repeated after signals: the bytes read (0 at the end) and the error number, 0 for none.
func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> (count: Int, failure: Int32) {
    while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return (count, 0) }
        if errno != EINTR { return (0, errno) }
    }
}
