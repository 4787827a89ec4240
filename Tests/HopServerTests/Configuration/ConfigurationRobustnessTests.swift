import HopServer
import Testing
import TraceBytes
import TraceTestSupport
import TraceYAML

@Suite struct ConfigurationRobustnessTests {
    /// Whatever a file looks like: if it is a configuration, it can be given other values, and nothing else changes.
    @Test func everyMutationThatReadsCanBeRewritten() throws {
        let texts = try HopConfigurationRewriterTests.goodFiles.map(Fixtures.bytes)
        var random = SeededGenerator(seed: 7)
        let pieces = [
            " ", "\n", "\r\n", "#", " # c", "~", "''", "\"", "&a ", "*a", "*port", "*next", "*empty", ",", "{", "}",
            "- ", ":",
            "x-y: 1", "\n  ", "  ", "|", "null",
        ].map { Array($0.utf8) }
        var rewritten = 0
        for number in 0..<3000 {
            var text = texts.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                // Between words a mutation more often leaves a configuration than inside them.
                let spaces = text.indices.filter { text[$0] == UInt8(ascii: " ") || text[$0] == UInt8(ascii: "\n") }
                let start = spaces.randomElement(using: &random) ?? 0
                let end = min(text.count, start + Int.random(in: 0...1, using: &random))
                text.replaceSubrange(start..<end, with: pieces.randomElement(using: &random) ?? [])
            }
            guard let file = try? HopConfigurationFile(parsing: text, fileName: "") else { continue }
            rewritten += 1
            do {
                let bytes = try HopConfigurationRewriter(file).rewritten(
                    port: 1, upstream: "http://h:2", endpoint: "http://h:3/", exportForm: .zipkinV2)
                var expected = file.configuration
                let new = try HopConfigurationFile(parsing: bytes, fileName: "").configuration
                expected.server.port = 1
                expected.traffic.upstream = new.traffic.upstream
                expected.tracing.endpoint = new.tracing.endpoint
                expected.tracing.exportForm = .zipkinV2
                #expect(new == expected)
                #expect(new.traffic.upstream?.description == "http://h:2")
                #expect(new.tracing.endpoint.description == "http://h:3/")
            } catch {
                Issue.record("number \(number): \(error)\n\(String(decoding: text, as: UTF8.self))")
            }
        }
        #expect(rewritten > 400)
    }

    @Test func everyTruncationReadsOrIsRefused() throws {
        for path in HopConfigurationRewriterTests.goodFiles {
            let text = try Fixtures.bytes(path)
            for length in 0..<text.count {
                do {
                    _ = try HopConfigurationFile(parsing: Array(text.prefix(length)), fileName: "")
                } catch {
                    #expect(!error.problems.isEmpty)
                }
            }
        }
    }
}
