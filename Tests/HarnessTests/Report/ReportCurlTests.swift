import Foundation
import Testing
import TraceBytes

@testable import Harness

@Suite struct ReportCurlTests {
    private func request(_ headers: HeaderFields, target: String = "/a?b='c'") -> SentRequest {
        SentRequest(
            number: 0, phase: .main, context: nil, requestID: "", target: target, headers: headers,
            sent: ReportScenario.stamp(0), answer: .failure("", at: ReportScenario.stamp(0)))
    }

    /// The arguments that a shell makes of the command, with `printf` in the place of curl.
    private func arguments(_ lines: [String], shell: String = "/bin/bash") throws -> [String] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: shell)
        let script = "curl() { printf '%s\\0' \"$@\"; }; ENTRY=host:1;" + lines.joined(separator: "\n")
        process.arguments = ["-c", script]
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private var headers: HeaderFields {
        var headers = HeaderFields([
            ("Host", "a"), ("X-Quote", "it's \"so\" $HOME `x` \\ !"), ("x-long", String(repeating: "abc'", count: 60)),
            ("Authorization", "Bearer 0123"), ("content-length", "0"),
        ])
        headers.append(name: "x-bytes".utf8, value: [0x09, 0x27, 0xc3, 0xbc, 0x5c, 0x61])
        return headers
    }

    @Test(arguments: [60, 80, 400], [nil, "http://127.0.0.1:5000"])
    func aShellReadsTheRequestBack(width: Int, entryURL: String?) throws {
        let lines = CurlCommand(request(headers), entryURL: entryURL).lines(width: width, indent: 6)
        #expect(lines.allSatisfy { $0.utf8.count <= width && $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
        #expect(
            try arguments(lines) == [
                "-i", "-H", "X-Quote: it's \"so\" $HOME `x` \\ !", "-H",
                "x-long: " + String(repeating: "abc'", count: 60), "-H", "Authorization: [redacted, 11 bytes]", "-H",
                "x-bytes: \t'ü\\a", "\(entryURL ?? "http://host:1")/a?b='c'",
            ])
    }
}
