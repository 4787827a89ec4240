import Foundation

/// The seed and the number of the input in work, in a mapped file: after a trap they are still there.
///
/// The file lies in `.build/in-work/` of the package and holds one line,
/// `seed 0000000000000007 number 00000000000001f4`. A run that ends well removes it.
package final class MutationInWork {
    private let path: String
    private let bytes: UnsafeMutableRawBufferPointer

    /// What a run before this one was at when it trapped.
    package let leftBehind: String?

    package init(_ name: String, seed: UInt64) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/in-work")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: name).path
        leftBehind = try? String(contentsOfFile: path, encoding: .utf8)
        let line = Array("seed \(Self.digits(seed)) number \(Self.digits(0))\n".utf8)
        try Data(line).write(to: URL(filePath: path))
        let descriptor = open(path, O_RDWR)
        let memory = mmap(nil, line.count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        close(descriptor)
        guard let memory, memory != MAP_FAILED else { throw CocoaError(.fileReadUnknown) }
        bytes = UnsafeMutableRawBufferPointer(start: memory, count: line.count)
    }

    package func begin(_ number: Int) {
        // Unsafe: the last 17 bytes of the mapping are 16 digits and a line feed.
        for place in 0..<16 {
            let nibble = UInt8(truncatingIfNeeded: number >> (60 - 4 * place)) & 15
            bytes[bytes.count - 17 + place] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
        }
    }

    /// The run has ended without a trap.
    package func finish() {
        munmap(bytes.baseAddress, bytes.count)
        unlink(path)
    }

    private static func digits(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
