import TraceBytes
import TracePlatform
import TraceTestSupport

/// A folder of one test, gone with its last owner.
final class ScratchFolder: Sendable {
    let path: String

    init() throws { path = try Files.makeTemporaryDirectory(prefix: "test") }

    deinit { try? Files.removeTree(path) }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try Files.write(text, to: "\(path)/\(name)")
        return "\(path)/\(name)"
    }

    func folder(_ name: String) throws -> String {
        try Files.createDirectory("\(path)/\(name)")
        return "\(path)/\(name)"
    }

    /// A copy of a chain of `fixtures/`, in which texts are replaced: file name, then what, then by what.
    func chain(_ fixture: String, replacing edits: [(file: String, old: String, new: String)] = []) throws -> String {
        let folder = try folder("chain")
        for file in try Fixtures.files(in: fixture) {
            let name = String(file.dropFirst(fixture.count + 1))
            var text = try Fixtures.text(file)
            for edit in edits where edit.file == name {
                guard text.contains(edit.old) else { throw EditError(file: name, text: edit.old) }
                text = text.replacing(edit.old, with: edit.new)
            }
            try Files.write(text, to: "\(folder)/\(name)")
        }
        return folder
    }

    struct EditError: Error {
        let file: String
        let text: String
    }
}
