import Foundation
import Testing
import TraceBytes
import TraceTestSupport

/// A file of `fixtures/compression`, written by a compressor of others.
struct CompressedFile: Sendable, CustomTestStringConvertible {
    let path: String

    static func all() throws -> [CompressedFile] {
        try ["gz", "zlib", "deflate"].flatMap { suffix in
            try Fixtures.files(in: "compression", withExtension: suffix)
                .filter { !$0.contains("/bombs/") }
                .map { CompressedFile(path: $0) }
        }
    }

    static func all(of content: String) throws -> [CompressedFile] { try all().filter { $0.contentName == content } }

    var testDescription: String { path }

    private var fileName: String { path.split(separator: "/").last.map { String($0) } ?? "" }
    private var contentName: String { String(fileName.prefix { $0 != "." }) }

    func bytes() throws -> [UInt8] { try Fixtures.bytes(path) }

    func content() throws -> [UInt8] {
        let folder = "compression/content/"
        let file = try #require(
            try Fixtures.files(in: "compression/content").first { $0.hasPrefix(folder + contentName + ".") })
        return try Fixtures.bytes(file)
    }

    func decompress(_ bytes: [UInt8], limits: DecodingLimits = .default) throws(ReadError) -> [UInt8] {
        let span = bytes.span.bytes
        return switch path.split(separator: ".").last {
        case "gz": try Gzip.decompress(span, limits: limits)
        case "zlib": try Zlib.decompress(span, limits: limits)
        default: try Inflate.decompress(span, limits: limits)
        }
    }
}

@Suite struct CompressedContentTests {
    @Test(arguments: try CompressedFile.all())
    func whatOthersCompressedComesBack(file: CompressedFile) throws {
        #expect(try file.decompress(try file.bytes()) == file.content())
    }

    @Test(
        arguments: try CompressedFile.all(of: "short") + CompressedFile.all(of: "byte")
            + CompressedFile.all(of: "empty"))
    func everyCutEndsWhereTheBytesEnd(file: CompressedFile) throws {
        let whole = try file.bytes()
        for count in whole.indices {
            #expect(throws: ReadError(.unexpectedEnd, at: count)) { try file.decompress(Array(whole.prefix(count))) }
        }
    }

    @Test(arguments: try CompressedFile.all(of: "short"))
    func bytesBehindTheEndAreRefused(file: CompressedFile) throws {
        let whole = try file.bytes()
        for tail in [[0], [0x1f], [0x1f, 0x8c], [0x20, 0x8b, 8]] as [[UInt8]] {
            #expect(throws: ReadError(.trailingBytes, at: whole.count)) { try file.decompress(whole + tail) }
        }
    }

    /// Whatever is changed, the result is the content, an error inside of the bytes, or (bare deflate alone, which has no
    /// checksum) other content within the limits.
    @Test(arguments: try CompressedFile.all(of: "short") + CompressedFile.all(of: "spans"))
    func mutatedBytesNeverTrap(file: CompressedFile) throws {
        let whole = try file.bytes()
        let content = try file.content()
        let seed: UInt64 = 1951
        var generator = SeededGenerator(seed: seed)
        let work = try MutationInWork(file.path.replacing("/", with: "-"), seed: seed)
        for number in 0..<200 {
            work.begin(number)
            var bytes = whole
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let place = Int.random(in: 0..<min(bytes.count, 400), using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(.random(in: 0...255, using: &generator), at: place)
                }
            }
            do throws(ReadError) {
                let result = try file.decompress(bytes, limits: DecodingLimits(payloadBytes: 4096))
                if file.path.hasSuffix(".deflate") { #expect(result.count <= 4096) } else { #expect(result == content) }
            } catch {
                #expect((0...bytes.count).contains(error.offset), "seed \(seed), number \(number)")
            }
        }
        work.finish()
    }
}
