import Testing
import TracePlatform

@Suite struct TerminalTests {
    @Test(
        arguments: [
            (132, "100", 132), (nil, "100", 100), (0, "100", 100), (nil, nil, 80), (nil, "wide", 80), (0, "-5", 80),
        ] as [(Int?, String?, Int)])
    func theWidthIsReportedOrInheritedOrUsual(reported: Int?, columns: String?, expected: Int) {
        let environment = columns.map { ["COLUMNS": $0] } ?? [:]
        let traits = TerminalTraits(isTerminal: true, reportedWidth: reported, environment: environment)
        #expect(traits.width == expected)
    }

    @Test(
        arguments: [
            (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
            (true, ["TERM": "dumb"], false), (true, ["TERM": "xterm"], true),
        ] as [(Bool, [String: String], Bool)])
    func coloursAreForWillingTerminals(isTerminal: Bool, environment: [String: String], expected: Bool) {
        let traits = TerminalTraits(isTerminal: isTerminal, reportedWidth: nil, environment: environment)
        #expect(traits.allowsColor == expected)
    }

    @Test(
        arguments: [
            (["LANG": "en_US.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "C"], false), ([:], false),
            (["LANG": "C.UTF-8", "LC_ALL": "POSIX"], false), (["LANG": "C", "LC_CTYPE": "C.UTF-8"], true),
            (["LANG": "C.UTF-8", "LC_ALL": ""], true),
        ] as [([String: String], Bool)])
    func theFirstLocaleThatIsSetNamesTheEncoding(environment: [String: String], expected: Bool) {
        #expect(TerminalTraits(isTerminal: false, reportedWidth: nil, environment: environment).isUTF8 == expected)
    }
}
