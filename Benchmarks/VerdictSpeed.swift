import Foundation

/// How long the main job takes from the start of the program to its end, delays off, and in which parts.
///
/// The parts are those of the report's summary line; what a run takes beyond their sum is the start of the process,
/// the phase in which the collector is gone, and the report itself.
struct VerdictSpeed {
    /// The program beside this one, as one build made them.
    let harness = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "harness")
    let runs = 9

    func figures() throws -> [Figure] {
        try figures(requests: 1000, below: 1.0) + figures(requests: 1, below: 0.2)
    }

    private func figures(requests: Int, below bound: Double) throws -> [Figure] {
        let name = "verify, \(requests) request\(requests == 1 ? "" : "s")"
        _ = try run(requests: requests)
        let runs = try (0..<runs).map { _ in try run(requests: requests) }
        let parts: [(String, (Parts) -> Double?)] = [
            ("spawn", \.spawn), ("traffic", \.traffic), ("waiting", \.waiting), ("judging", \.judging),
        ]
        return [Figure(name, "s", runs.map(\.total), wanted: .below(bound))]
            + parts.compactMap { part, value in
                let values = runs.compactMap { value($0.parts) }
                return values.isEmpty ? nil : Figure("  of it \(part)", "s", values)
            }
    }

    private func run(requests: Int) throws -> (total: Double, parts: Parts) {
        let process = Process()
        process.executableURL = harness
        process.arguments = [
            "verify", "--chain", "fixtures/abc", "--time-scale", "0", "--requests", String(requests), "--seed", "1",
            "--format", "json",
        ]
        let output = Pipe()
        process.standardOutput = output
        var report = Data()
        let total = try seconds {
            try process.run()
            report = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
        }
        // One request is too few to judge some claims by, which is 2; a failing claim, 1, is no run to be measured.
        guard process.terminationStatus == 0 || process.terminationStatus == 2,
            let last = report.split(separator: UInt8(ascii: "\n")).last
        else { throw BenchmarkError.unexpected("harness verify ended with \(process.terminationStatus)") }
        return (total, try JSONDecoder().decode(Summary.self, from: last).seconds)
    }
}

/// What is read of the last line of the report.
private struct Summary: Decodable {
    let seconds: Parts
}

private struct Parts: Decodable {
    let spawn: Double?
    let traffic: Double?
    let waiting: Double?
    let judging: Double?
}

/// Why something could not be measured.
enum BenchmarkError: Error, CustomStringConvertible {
    case unexpected(String)

    var description: String {
        switch self {
        case .unexpected(let what): what
        }
    }
}
