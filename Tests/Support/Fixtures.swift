import Foundation

/// Where the data of the tests lies: `fixtures/` of this package, found from this file's own place.
package enum Fixtures {
    package static let root: URL = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures")

    /// The bytes of one fixture; `path` is relative to `fixtures/`.
    package static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: path)))
    }

    /// The path of a fixture or of a folder of them.
    package static func path(_ path: String) -> String { root.appending(path: path).path }

    package static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The regular files below a folder, relative to `fixtures/`, sorted. An empty or missing folder throws:
    /// a suite over nothing must not pass.
    package static func files(in folder: String, withExtension suffix: String? = nil) throws -> [String] {
        let base = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { throw FixtureError.missing(folder) }
        let found = walk.compactMap { $0 as? String }
            .filter { name in suffix.map { name.hasSuffix("." + $0) } ?? true }
            .filter { name in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: base.appending(path: name).path, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
            .sorted()
        guard !found.isEmpty else { throw FixtureError.empty(folder) }
        return found.map { folder + "/" + $0 }
    }
}

package enum FixtureError: Error, CustomStringConvertible {
    case missing(String)
    case empty(String)

    package var description: String {
        switch self {
        case .missing(let folder): "fixtures/\(folder) does not exist"
        case .empty(let folder): "fixtures/\(folder) holds no matching file"
        }
    }
}
