import TracePlatform

/// Why a run could not be kept, or a kept one not be read.
package enum KeptRunError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system refused: no such folder, no permission, a full disk.
    case file(FileError)
    /// The folder has no `run.json`: it is something else, or its writing did not end.
    case notARun(folder: String)
    /// The folder holds a run already, which is not overwritten.
    case alreadyHolds(folder: String)
    /// Written by a version of this program that means something else by it.
    case otherVersion(path: String, found: String)
    /// A line cannot be read; counted from 1, and nil where the whole file is one value whose parts are named.
    case damaged(path: String, line: Int?, reason: String)
    /// An accepted export was given without its bytes, so that nobody could judge it again.
    case missingPayload(export: Int)

    /// One line: `DIR/exchanges.jsonl:12: no member 'edge'`.
    package var description: String {
        switch self {
        case .file(let error): error.description
        case .notARun(let folder): "\(folder) holds no kept run: it has no run.json"
        case .alreadyHolds(let folder): "\(folder) holds a kept run already; name another folder or remove it"
        case .otherVersion(let path, let found):
            "\(path): schema version \(found); this program reads version \(KeptRun.schemaVersion)"
        case .damaged(let path, let line, let reason): "\(path):\(line.map { "\($0):" } ?? "") \(reason)"
        case .missingPayload(let export): "the bytes of export \(export) are missing, so that the run cannot be kept"
        }
    }
}
