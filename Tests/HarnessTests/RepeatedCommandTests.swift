import Testing

@testable import Harness

struct RepeatedCommandTests {
    @Test(arguments: [
        (["/usr/bin/harness", "verify", "--chain", "d"], ["harness", "verify", "--chain", "d"]),
        (["harness", "verify", "--seed", "7", "--chain=d", "--seed=8"], ["harness", "verify", "--chain=d"]),
        (
            ["harness", "verify", "--output", "o", "--junit=j", "--only", "tags/*", "--unseeded"],
            ["harness", "verify", "--only", "tags/*", "--unseeded"]
        ),
        ([], []), (["harness", "verify", "--seed"], ["harness", "verify"]),
    ])
    func allButTheSeedAndWhatIsWrittenStays(line: [String], words: [String]) {
        #expect(RepeatedCommand.words(line) == words)
    }
}
