#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What surrounds this process. Nothing here changes it: a process that never calls `setenv` may read from any thread.
package enum Environment {
    /// The value of a variable; absent and empty are told apart.
    package static func get(_ name: String) -> String? {
        guard !name.utf8.contains(0), let value = getenv(name) else { return nil }
        return String(cString: value)
    }

    /// All variables. Of a name that occurs twice the first counts, as for `getenv`; entries without `=` are left out.
    package static var all: [String: String] {
        var variables: [String: String] = [:]
        guard var entry = systemEnvironment() else { return variables }
        while let text = entry.pointee {  // the array ends with a null pointer
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2, variables[String(pair[0])] == nil { variables[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return variables
    }

    /// The directory at which relative paths start; `nil` when it was removed.
    package static var workingDirectory: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// The name of this machine, e.g. `build-7`; empty when the system tells none.
    package static var hostname: String {
        var name = [CChar](repeating: 0, count: 256)  // 255 is the longest of any system; the last byte stays zero
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The file that this process runs, absolute, so that it can start itself again whatever the working directory is.
    /// `nil` where the system does not tell.
    package static var executablePath: String? {
        #if canImport(Darwin)
            var size: UInt32 = 0
            _ = _NSGetExecutablePath(nil, &size)
            var path = [CChar](repeating: 0, count: Int(size) + 1)
            guard _NSGetExecutablePath(&path, &size) == 0, let resolved = realpath(path, nil) else { return nil }
            defer { free(resolved) }
            return String(cString: resolved)
        #else
            let link = "/proc/self/exe"
            var target = [UInt8](repeating: 0, count: 4096)  // PATH_MAX
            let count = target.withUnsafeMutableBytes { buffer in
                buffer.withMemoryRebound(to: CChar.self) { text in
                    text.baseAddress.map { readlink(link, $0, text.count) } ?? -1
                }
            }
            guard count > 0 else { return nil }
            let path = String(decoding: target.prefix(count), as: UTF8.self)
            // A file that was replaced since the start (a rebuild) reads "… (deleted)"; the link itself still runs it.
            return Files.exists(path) ? path : link
        #endif
    }

    /// Ends this process, after the flush of libc's streams.
    package static func exit(_ status: Int32) -> Never { systemExit(status) }
}

private func systemExit(_ status: Int32) -> Never { exit(status) }

private func systemEnvironment() -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    #if canImport(Darwin)
        _NSGetEnviron().pointee
    #else
        environ
    #endif
}
