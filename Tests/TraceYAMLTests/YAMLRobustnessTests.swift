import Testing
import TraceTestSupport
import TraceYAML

@Suite struct YAMLRobustnessTests {
    /// Every text that the tests know, the refused ones too.
    static func texts() throws -> [[UInt8]] {
        try ["yaml", "abc", "config"].flatMap { folder in
            try Fixtures.files(in: folder, withExtension: "yaml").map(Fixtures.bytes)
        }
    }

    @Test func everyTruncationParsesOrIsRefused() throws {
        for text in try Self.texts() {
            for length in 0..<text.count {
                guard let document = try? YAMLDocument(parsing: Array(text.prefix(length)), fileName: "") else {
                    continue
                }
                #expect(document.bytes.count == length)
            }
        }
    }

    /// A trap is named by `.build/in-work/yaml`.
    @Test func mutationsParseOrAreRefused() throws {
        let texts = try Self.texts()
        let seed: UInt64 = 20_260_214
        let work = try MutationInWork("yaml", seed: seed)
        if let left = work.leftBehind { print("the last run of yaml trapped at \(left)") }
        for number in 0..<20_000 {
            work.begin(number)
            // Each input has its own source, so that one can be run alone.
            var random = SeededGenerator(seed: seed << 20 | UInt64(number))
            let text = Self.mutation(of: texts, using: &random)
            guard let document = try? YAMLDocument(parsing: text, fileName: "") else { continue }
            YAMLInvariants.check(document, "seed \(seed), number \(number)")
        }
        work.finish()
    }

    /// Characters that mean something, so that mutations reach deeper than the first refusal.
    private static let alphabet = Array("-:?,[]{}#&*!|>'\"%@` \t\r\n\\0aU~\u{e9}".utf8)

    /// One of the texts with one to three changes.
    private static func mutation(of texts: [[UInt8]], using random: inout SeededGenerator) -> [UInt8] {
        var text = texts.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...text.count, using: &random)
            let byte = alphabet.randomElement(using: &random) ?? 0
            switch UInt8.random(in: 0..<4, using: &random) {
            case 0: text.insert(byte, at: place)
            case 1 where place < text.count: text.remove(at: place)
            case 2 where place < text.count: text[place] = byte
            default: text.insert(contentsOf: text.suffix(from: place).prefix(8), at: place)
            }
        }
        return text
    }

    /// 32 KiB each: a debug build reads them in milliseconds, and in minutes if every step looked back to the start.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "[", "{a: ", "- ", "\n", " ", "\t", "a", "a ", "a: ", "a:\n", "'", "\"", "\"\\\n", "\"\n\n", "#\n", "# ",
            "&a ", "&a\n", "*a ", "[a,", "[]\n", "{}", "|\n", "|\n\n", ">\n a\n", "a\n\n", "- a\n", "-\n", "? ", "''",
            "[\n",
            ": ", "\\", "é", "...\n", "{a\n", "- |\n\n\n",
        ])
    func anyInputTakesTimeInProportion(unit: String) {
        let text = Array(String(repeating: unit, count: (1 << 15) / unit.utf8.count).utf8)
        for bytes in [text, Array("a: ".utf8) + text.dropLast(3), Array("[".utf8) + text.dropLast(1)] {
            _ = try? YAMLDocument(parsing: bytes, fileName: "")
        }
    }
}
