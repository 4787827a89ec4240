import Foundation
import Harness
import Testing
import TraceTestSupport

/// The documents that are made from the code are as the code says.
@Suite struct RulesDocumentTests {
    @Test func theDocumentOfTheRulesIsCurrent() throws {
        let path = Fixtures.root.deletingLastPathComponent().appending(path: "docs/RULES.md")
        let document = try String(contentsOf: path, encoding: .utf8)
        #expect(document == RulesDocument.text, "make rules-doc writes it anew")
    }
}
