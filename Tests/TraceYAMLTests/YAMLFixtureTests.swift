import TraceTestSupport
import TraceYAML
import Testing

/// The texts of `fixtures/yaml`, each with what it gives beside it.
@Suite struct YAMLFixtureTests {
    @Test(arguments: try Fixtures.files(in: "yaml/accept", withExtension: "yaml"))
    func acceptedTextsGiveTheirTrees(path: String) throws {
        let document = try YAMLDocument(parsing: Fixtures.bytes(path), fileName: Self.name(of: path))
        #expect(try YAMLTreeText(document.root).text == Fixtures.text(Self.expectation(of: path)))
    }

    @Test(arguments: try Fixtures.files(in: "yaml/refuse", withExtension: "yaml"))
    func whatIsNotTakenIsNamedAtItsPlace(path: String) throws {
        let error = try #require(throws: YAMLError.self) {
            try YAMLDocument(parsing: Fixtures.bytes(path), fileName: Self.name(of: path))
        }
        #expect(try error.description + "\n" == Fixtures.text(Self.expectation(of: path)))
    }

    private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private static func expectation(of path: String) -> String { path.dropLast(4) + "txt" }
}
