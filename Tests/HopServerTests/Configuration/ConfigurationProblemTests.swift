import HopServer
import Testing
import TraceTestSupport

/// Each file of `fixtures/config/bad` with the text of its problems beside it.
@Suite struct ConfigurationProblemTests {
    @Test(arguments: try Fixtures.files(in: "config/bad", withExtension: "yaml"))
    func everyProblemIsReportedInTheOrderOfTheText(path: String) throws {
        let expected = try Fixtures.text(String(path.dropLast(4)) + "txt")
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let error = try #require(throws: ConfigurationProblems.self) {
            try HopConfigurationFile(parsing: Fixtures.bytes(path), fileName: name)
        }
        #expect(error.description + "\n" == expected)
        #expect(error.problems.map(\.position) == error.problems.map(\.position).sorted())
    }
}
