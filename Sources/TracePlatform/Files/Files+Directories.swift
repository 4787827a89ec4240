#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Files {
    /// Whether the path leads to something; a symbolic link without its target does not.
    package static func exists(_ path: String) -> Bool { kind(path, followingLinks: true) != nil }

    /// Whether the path leads to a directory, through symbolic links too.
    package static func isDirectory(_ path: String) -> Bool { kind(path, followingLinks: true) == S_IFDIR }

    /// Creates a directory and those above it that are missing. One that exists is left as it is.
    package static func createDirectory(_ path: String) throws(FileError) {
        try checkPath(path, "create directory")
        var prefix = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            prefix += prefix.isEmpty || prefix.hasSuffix("/") ? String(part) : "/\(part)"
            guard mkdir(prefix, 0o777) != 0 else { continue }
            let reason = errno
            // Whatever the reason (EEXIST, EROFS above a mount, EACCES above a home), a directory that is there will do.
            guard isDirectory(prefix) else {
                throw FileError(operation: "create directory", path: prefix, errno: reason == EEXIST ? ENOTDIR : reason)
            }
        }
    }

    /// The names in a directory, without `.` and `..`, in the order of their scalars, which is the same on every machine.
    package static func list(_ path: String) throws(FileError) -> [String] {
        try checkPath(path, "list")
        guard let directory = opendir(path) else { throw FileError(operation: "list", path: path, errno: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0  // the only way to tell the end of the directory from a failure
            guard let entry = readdir(directory) else { break }
            // The field is a C string in a fixed array: the kernel ends it with a zero byte.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw FileError(operation: "list", path: path, errno: errno) }
        return names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }

    /// Removes a file, or a directory with everything below it. A symbolic link is removed, never followed;
    /// what is already gone is no error.
    package static func removeTree(_ path: String) throws(FileError) {
        try checkPath(path, "remove")
        guard let kind = kind(path, followingLinks: false) else { return }
        guard kind == S_IFDIR else {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw FileError(operation: "remove", path: path, errno: errno)
            }
            return
        }
        for name in try list(path) { try removeTree("\(path)/\(name)") }
        guard rmdir(path) == 0 || errno == ENOENT else {
            throw FileError(operation: "remove", path: path, errno: errno)
        }
    }

    /// Creates an empty directory that nobody else has, readable by its owner only.
    /// - Parameters:
    ///   - prefix: the start of its name, e.g. `harness` for `/tmp/harness-k3Xw9a`.
    ///   - parent: where it is made; by default `TMPDIR`, else `/tmp`.
    package static func makeTemporaryDirectory(
        prefix: String, in parent: String? = nil
    ) throws(FileError) -> String {
        var parent = parent ?? Environment.get("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        while parent.count > 1, parent.hasSuffix("/") { parent.removeLast() }
        let path = "\(parent)/\(prefix)-XXXXXX"
        try checkPath(path, "create directory")
        var template = Array(path.utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError(operation: "create directory", path: path, errno: errno)
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func kind(_ path: String, followingLinks: Bool) -> mode_t? {
        guard !path.utf8.contains(0) else { return nil }
        var facts = stat()
        guard (followingLinks ? stat(path, &facts) : lstat(path, &facts)) == 0 else { return nil }
        return facts.st_mode & S_IFMT
    }
}
