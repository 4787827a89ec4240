import TracePlatform

/// One run of `harness verify` to its end, with its temporary folder looked at.
struct HarnessRun: Sendable {
    let ended: RunningProgram.Ended
    /// What the run left in its temporary folder.
    let leftovers: [String]

    init(_ options: [String], environment: [String: String] = [:]) async throws {
        let scratch = try ScratchFolder()
        ended = try await RunningProgram.run(
            "harness", ["verify"] + options,
            environment: ["TMPDIR": scratch.path, "LANG": "C.UTF-8", "COLUMNS": "200"].merging(environment) { $1 })
        leftovers = try Files.list(scratch.path)
    }

    /// The lines of the claims, without their marks.
    var claims: [String] { marked("✔✘–?") }

    /// The ids of the claims that fail.
    var failing: [String] { marked("✘").compactMap { $0.split(separator: " ").first.map(String.init) } }

    /// The line of one claim.
    func line(_ id: String) -> String? { claims.first { $0.hasPrefix(id) } }

    /// The headings of failures bear the mark too, but no figures.
    private func marked(_ marks: String) -> [String] {
        ended.output.filter { line in line.first.map(marks.contains) == true && line.contains("  ") }
            .map { String($0.dropFirst().drop { $0 == " " }) }
    }
}
