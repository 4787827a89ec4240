#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that only grows, such as a log: created when missing, open until the last owner goes.
///
/// Any thread may append. The system positions every write at the end of the file, and one append is one write,
/// so that lines of several writers, even of several processes, do not mix.
package final class AppendedFile: Sendable {
    package let path: String
    private let file: Descriptor

    package init(_ path: String) throws(FileError) {
        self.path = path
        file = try Files.open(path, "append to", O_WRONLY | O_CREAT | O_APPEND)
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        let failure = file.writeAll(bytes)
        guard failure == 0 else { throw FileError(operation: "append to", path: path, errno: failure) }
    }

    package func append(_ bytes: [UInt8]) throws(FileError) {
        let failure = bytes.withUnsafeBytes { file.writeAll($0) }
        guard failure == 0 else { throw FileError(operation: "append to", path: path, errno: failure) }
    }

    package func append(_ text: String) throws(FileError) { try append([UInt8](text.utf8)) }
}
