import Foundation
import Testing
import TracePlatform

@Suite struct FilesTests {
    /// A directory that is gone when the test is.
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = try Files.makeTemporaryDirectory(prefix: "files-tests")
        defer { try? Files.removeTree(directory) }
        try body(directory)
    }

    @Test(arguments: [0, 1, 16_384, 16_385, 3_000_000])
    func whatIsWrittenIsRead(size: Int) throws {
        try withDirectory { directory in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try Files.write(bytes, to: directory + "/plain")
            try Files.writeAtomically(bytes, to: directory + "/atomic")
            #expect(try Files.read(directory + "/plain") == bytes)
            #expect(try Files.read(directory + "/atomic") == bytes)
            #expect(try Data(contentsOf: URL(filePath: directory + "/plain")) == Data(bytes))
            #expect(try Files.list(directory) == ["atomic", "plain"])
        }
    }

    @Test func filesWithoutASizeAreRead() throws {
        #if os(Linux)
            #expect(try Files.read("/proc/self/stat").isEmpty == false)
        #endif
        #expect(try Files.read("/dev/null") == [])
    }

    @Test func replacingAtomicallyLeavesNoDraft() throws {
        try withDirectory { directory in
            try Files.write("long old text", to: directory + "/file")
            try Files.writeAtomically([UInt8]("new".utf8), to: directory + "/file")
            #expect(try Files.read(directory + "/file") == [UInt8]("new".utf8))
            #expect(try Files.list(directory) == ["file"])
            #expect(throws: FileError(operation: "write", path: directory + "/none/file", errno: ENOENT)) {
                try Files.writeAtomically([1], to: directory + "/none/file")
            }
            // A directory cannot be replaced by a file; the draft is taken away again.
            try Files.createDirectory(directory + "/folder/inner")
            #expect(throws: FileError.self) { try Files.writeAtomically([1], to: directory + "/folder") }
            #expect(try Files.list(directory) == ["file", "folder"])
        }
    }

    @Test func appendingContinuesAFile() throws {
        try withDirectory { directory in
            let path = directory + "/log"
            let first = try AppendedFile(path)
            try first.append("one\n")
            let second = try AppendedFile(path)
            try second.append([UInt8]("two\n".utf8))
            try first.append("three\n")
            #expect(try Files.read(path) == [UInt8]("one\ntwo\nthree\n".utf8))
        }
    }

    @Test func directoriesAreCreatedWithThoseAbove() throws {
        try withDirectory { directory in
            let path = directory + "/a//b/c/"
            try Files.createDirectory(path)
            try Files.createDirectory(path)
            #expect(Files.isDirectory(directory + "/a/b/c"))
            try Files.write("", to: directory + "/file")
            #expect(throws: FileError(operation: "create directory", path: directory + "/file", errno: ENOTDIR)) {
                try Files.createDirectory(directory + "/file")
            }
        }
    }

    @Test func namesAreSortedByScalars() throws {
        try withDirectory { directory in
            for name in ["b", "a", "Z", "ä", "10", "9", ".hidden"] { try Files.write("", to: "\(directory)/\(name)") }
            #expect(try Files.list(directory) == [".hidden", "10", "9", "Z", "a", "b", "ä"])
        }
    }

    @Test func removingATreeDoesNotFollowLinks() throws {
        try withDirectory { directory in
            try Files.createDirectory(directory + "/kept")
            try Files.write("kept", to: directory + "/kept/file")
            try Files.createDirectory(directory + "/tree/deep/deeper")
            try Files.write("", to: directory + "/tree/deep/file")
            for link in ["/tree/link", "/tree/deep/link"] {
                try FileManager.default.createSymbolicLink(
                    atPath: directory + link, withDestinationPath: directory + "/kept")
            }
            try FileManager.default.createSymbolicLink(
                atPath: directory + "/tree/dangling", withDestinationPath: directory + "/nowhere")
            #expect(!Files.exists(directory + "/tree/dangling"))
            try Files.removeTree(directory + "/tree")
            try Files.removeTree(directory + "/tree")  // already gone
            #expect(try Files.list(directory) == ["kept"])
            #expect(try Files.list(directory + "/kept") == ["file"])
        }
    }

    @Test func temporaryDirectoriesAreUnique() throws {
        try withDirectory { directory in
            let made = try (0..<20).map { _ in try Files.makeTemporaryDirectory(prefix: "x", in: directory + "/") }
            #expect(Set(made).count == 20)
            #expect(made.allSatisfy { $0.hasPrefix(directory + "/x-") && Files.isDirectory($0) })
        }
    }

    @Test func errorsNameThePathAndTheReason() {
        let error = #expect(throws: FileError.self) { try Files.read("/nowhere/at all") }
        #expect(error?.description == "cannot read /nowhere/at all: No such file or directory")
        #expect(throws: FileError(operation: "list", path: "/dev/null", errno: ENOTDIR)) { try Files.list("/dev/null") }
    }

    @Test func aZeroByteDoesNotShortenAPath() {
        let path = "/dev/null\0.txt"
        #expect(throws: FileError(operation: "read", path: path, errno: EINVAL)) { try Files.read(path) }
        #expect(throws: FileError(operation: "remove", path: path, errno: EINVAL)) { try Files.removeTree(path) }
        #expect(!Files.exists(path))
    }
}
