import Foundation
import Testing
import TraceCatalogue
import TraceTestSupport

extension SubmittedPayload {
    /// The payload of a fixture, with the description beside it where there is one; `path` is relative to `fixtures/`.
    init(fixture path: String) throws {
        let name = (path as NSString).lastPathComponent
        let folder = (path as NSString).deletingLastPathComponent
        let described = "\(folder)/\(PayloadFileName.description(of: name))"
        let description =
            FileManager.default.fileExists(atPath: Fixtures.path(described))
            ? try SavedRequest(parsing: try Fixtures.bytes(described)) : nil
        let fileName = try #require(PayloadFileName(name))
        let bytes = try Fixtures.bytes(path)
        self = try #require(
            SubmittedPayload(file: bytes, named: fileName, source: path, description: description))
    }
}
