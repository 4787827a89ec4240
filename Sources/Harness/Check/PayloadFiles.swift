import TraceCatalogue
import TracePlatform
import TraceWire

/// The payloads of files and folders, read one at a time in the order of their names.
struct PayloadFiles {
    /// Paths of files with payloads.
    let paths: [String]

    /// Why files are no payloads.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: for a path where nothing is, and for a file that is named although its name says that it holds no payload.
    init(_ given: [String]) throws {
        var found: [String] = []
        for path in given {
            guard Files.exists(path) else { throw Problem(description: "there is no \(path)") }
            if Files.isDirectory(path) {
                found += try Self.payloads(below: path)
            } else {
                guard PayloadFileName(Self.name(of: path)) != nil else {
                    throw Problem(
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
        var found: [String] = []
        for name in try Files.list(folder).sorted() where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            if Files.isDirectory(path) {
                found += try payloads(below: path)
            } else if PayloadFileName(name) != nil {
                found.append(path)
            }
        }
        return found
    }

    /// What the program meant to send, from the `expected.json` in each folder that a payload lies in.
    func expectations() throws -> [ExpectedSpan] {
        var folders: [String] = []
        for path in paths {
            let folder = String(path.dropLast(Self.name(of: path).count))
            if !folders.contains(folder) { folders.append(folder) }
        }
        return try folders.map { $0 + "expected.json" }.filter(Files.exists).flatMap { file in
            let bytes = try Files.read(file)
            do throws(SavedRequest.Problem) {
                return try ExpectedSpan.spans(parsing: bytes)
            } catch {
                throw Problem(description: "\(file): \(error)")
            }
        }
    }

    /// Reads one of them, with the description beside it.
    static func read(_ path: String, as format: WireFormat?) throws -> SubmittedPayload {
        let name = name(of: path)
        guard let file = PayloadFileName(name), let bytes = file.payload(of: try Files.read(path)) else {
            throw Problem(description: "\(path): expected pairs of hexadecimal digits")
        }
        let description = path.dropLast(name.count) + PayloadFileName.description(of: name)
        guard Files.exists(String(description)) else {
            return SubmittedPayload(bytes, source: path, format: format ?? file.format)
        }
        let described = try Files.read(String(description))
        do throws(SavedRequest.Problem) {
            let saved = try SavedRequest(parsing: described)
            var request = saved.request
            request.body = bytes
            return SubmittedPayload(
                bytes, source: path, request: request, port: saved.port,
                format: format ?? file.format ?? saved.format)
        } catch {
            throw Problem(description: "\(description): \(error)")
        }
    }

    private static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
