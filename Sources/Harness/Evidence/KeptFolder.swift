import TraceBytes
import TracePlatform

/// The files of a kept run; whatever is wrong in them is named with file and line.
struct KeptFolder {
    private let folder: String

    init(_ folder: String) { self.folder = folder }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func bytes(_ name: String) throws(KeptRunError) -> [UInt8] {
        do throws(FileError) { return try Files.read(path(name)) } catch { throw .file(error) }
    }

    /// A file that is one JSON value.
    func document(_ name: String) throws(KeptRunError) -> JSONValue {
        let bytes = try bytes(name)
        do throws(ReadError) { return try JSONValue(parsing: bytes) } catch {
            let line = 1 + bytes.prefix(error.offset).count { $0 == 0x0a }
            throw .damaged(path: path(name), line: line, reason: "\(error.reason)")
        }
    }

    /// A file that is one JSON object in each line, of which there are so many.
    func lines<Record>(
        _ name: String, count: Int, read: (_ line: Int, _ fields: KeptFields) throws(KeptFieldError) -> Record
    ) throws(KeptRunError) -> [Record] {
        let lines = try bytes(name).split(separator: 0x0a, omittingEmptySubsequences: false)
        var records: [Record] = []
        for (number, line) in lines.enumerated() {
            // What stands behind the last line end is no line.
            if number == lines.count - 1, line.isEmpty { break }
            let value = try parse(Array(line), name, line: number + 1)
            records.append(
                try placing(name, line: number + 1) { () throws(KeptFieldError) in
                    try read(number, try KeptFields(value))
                })
        }
        guard records.count == count else {
            throw .damaged(
                path: path(name), line: records.count + 1,
                reason: "\(records.count) lines, where run.json says \(count)")
        }
        return records
    }

    private func parse(_ line: [UInt8], _ name: String, line number: Int) throws(KeptRunError) -> JSONValue {
        do throws(ReadError) { return try JSONValue(parsing: line) } catch {
            throw .damaged(path: path(name), line: number, reason: "\(error)")
        }
    }

    /// Runs a reading whose errors do not know where they happened.
    func placing<Result>(
        _ name: String, line: Int?, _ body: () throws(KeptFieldError) -> Result
    ) throws(KeptRunError) -> Result {
        do throws(KeptFieldError) { return try body() } catch {
            throw .damaged(path: path(name), line: line, reason: error.reason)
        }
    }
}
