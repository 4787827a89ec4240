import Foundation
import Testing
import TraceTestSupport
import TraceWire

/// The suite runs every format over all that is there.
@Suite struct WireFormTests {
    @Test func everyFormatThatIsTakenIsUnderTest() {
        #expect(WireForm.all.map(\.format) == WireFormat.all)
    }

    /// A folder that is added is not passed over.
    @Test(arguments: WireForm.all)
    func everyFolderOfFixturesIsDeclared(form: WireForm) {
        let present = WireForm.Folder.allCases.filter { folder in
            FileManager.default.fileExists(atPath: Fixtures.path("wire/\(form.format.name)/\(folder.rawValue)"))
        }
        #expect(Set(present) == Set(form.folders))
    }

    @Test func aFolderThatIsMissingOrEmptyFails() {
        #expect(throws: FixtureError.self) { try WireForm.zipkinV1Thrift.payloads(in: .captured) }
        #expect(throws: FixtureError.self) { try Fixtures.files(in: "wire/no-such-form/accept") }
        #expect(throws: FixtureError.self) { try Fixtures.files(in: "wire/zipkin-v2/accept", withExtension: "hex") }
    }
}
