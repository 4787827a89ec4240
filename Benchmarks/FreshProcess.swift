import Foundation

/// A measurement in a process of its own, this program started again with `alone PART NUMBER`: memory that another part
/// has given back would be used again, and neither what fresh memory costs nor how much there is would be seen.
enum FreshProcess {
    /// The figures that a part measures alone.
    static func figures(of part: String, _ number: Int = 0) throws -> [Double] {
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = ["alone", part, String(number)]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let figures = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap {
            Double($0)
        }
        guard process.terminationStatus == 0, !figures.isEmpty else {
            throw BenchmarkError.unexpected("\(part) ended with \(process.terminationStatus)")
        }
        return figures
    }

    /// What was asked for, when this is such a process.
    static func asked(_ arguments: [String]) async throws -> [Double]? {
        guard arguments.count == 3, arguments[0] == "alone", let number = Int(arguments[2]) else { return nil }
        switch arguments[1] {
        case "memory": return try StoreMemory().bytesPerSpan()
        case "growth": return [try StoreGrowth().ratio(ofForm: number)]
        case "idle": return try await IdleConnections().medians()
        default: return nil
        }
    }
}
