import TraceCatalogue
import TracePlatform
import TraceWire

/// The payloads of files and folders, read one at a time in the order of their names.
struct PayloadFiles {
    /// Paths of files with payloads.
    let paths: [String]

    /// - Throws: for a path where nothing is, and for a file that is named although its name says that it holds no payload.
    init(_ given: [String]) throws {
        var found: [String] = []
        for path in given {
            guard Files.exists(path) else { throw UsageProblem(description: "there is no \(path)") }
            if Files.isDirectory(path) {
                found += try Self.payloads(below: path)
            } else {
                guard PayloadFileName(Self.name(of: path)) != nil else {
                    throw UsageProblem(
                        description: "\(path): payloads end in .json, .pb, .thrift, .bin or .hex")
                }
                found.append(path)
            }
        }
        paths = found
    }

    /// Without what begins with a dot. A kept run of `harness verify` has its payloads in a folder of their own.
    private static func payloads(below folder: String) throws -> [String] {
        let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        if Files.exists("\(folder)/run.json"), Files.isDirectory("\(folder)/payloads") {
            return try payloads(below: "\(folder)/payloads")
        }
        // A folder's own payloads stay together, before those of the folders in it.
        let entries = try Files.list(folder).sorted().filter { !$0.hasPrefix(".") }.map {
            (name: $0, path: "\(folder)/\($0)")
        }
        var own = entries.filter { PayloadFileName($0.name) != nil && !Files.isDirectory($0.path) }
        // Where some payloads have descriptions, what has none is something else: the bytes of a connection, notes.
        let described = own.filter { Files.exists("\(folder)/\(PayloadFileName.description(of: $0.name))") }
        if !described.isEmpty { own = described }
        let inner = entries.filter { Files.isDirectory($0.path) }
        return own.map(\.path) + (try inner.flatMap { try payloads(below: $0.path) })
    }

    /// The files of one folder, which are one recording.
    struct Recording {
        let folder: String
        var paths: [String]

        /// What the program meant to send, from an `expected.json` in the folder; empty when there is none.
        func expectations() throws -> [ExpectedSpan] {
            let file = folder.isEmpty ? "expected.json" : "\(folder)/expected.json"
            guard Files.exists(file) else { return [] }
            let bytes = try Files.read(file)
            do throws(SavedRequest.Problem) {
                return try ExpectedSpan.spans(parsing: bytes)
            } catch {
                throw UsageProblem(description: "\(file): \(error)")
            }
        }
    }

    /// In the order of the files: what lies in different folders was sent by different programs.
    var recordings: [Recording] {
        var recordings: [Recording] = []
        for path in paths {
            let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
            if recordings.last?.folder != folder { recordings.append(Recording(folder: folder, paths: [])) }
            recordings[recordings.count - 1].paths.append(path)
        }
        return recordings
    }

    /// Reads one of them, with the description beside it.
    static func read(_ path: String, as format: WireFormat?) throws -> SubmittedPayload {
        let name = name(of: path)
        let description = path.dropLast(name.count) + PayloadFileName.description(of: name)
        let saved = try Files.exists(String(description)) ? readDescription(String(description)) : nil
        guard let fileName = PayloadFileName(name),
            let payload = SubmittedPayload(
                file: try Files.read(path), named: fileName, source: path, description: saved, format: format)
        else { throw UsageProblem(description: "\(path): expected pairs of hexadecimal digits") }
        return payload
    }

    private static func readDescription(_ path: String) throws -> SavedRequest {
        let bytes = try Files.read(path)
        do throws(SavedRequest.Problem) {
            return try SavedRequest(parsing: bytes)
        } catch {
            throw UsageProblem(description: "\(path): \(error)")
        }
    }

    private static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
