import TraceCatalogue
import TraceConsole
import TraceModel
import TracePlatform
import TraceRules
import TraceTrees
import TraceWire

/// `harness snapshot PATH…`: the canonical form of a run, printed, written as a golden file, or compared with one.
enum SnapshotCommand {
    static let compare = CommandOption.text(
        "compare", placeholder: "GOLDEN", help: "Compare with this file, or with snapshot.txt in this folder.")
    static let update = CommandOption.text(
        "update", placeholder: "GOLDEN", help: "Write the snapshot there.")
    static let ignore = CommandOption.repeated(
        "ignore", placeholder: "GLOB", help: "Leave attributes of these keys out: 'http.user_agent', 'db.*'.")
    static let mask = CommandOption.repeated(
        "mask", placeholder: "REGEX", help: "Show what matches in names and values as <masked>.")

    static let declaration = CommandDeclaration(
        "snapshot", summary: "Print a run in a form that does not change, or compare it.",
        details: """
            Two runs of one program give one text: traces are sorted by what is in them, ids have names that keep the shape \
            (trace-1, span-1.2), times appear as order and nesting, and what belongs to one machine or one moment (process \
            and host attributes, chosen ports, stack traces) is not shown. With CI=true a golden file that is missing is a \
            failure. A harness.yaml beside the payloads may hold ignore and mask.
            """,
        options: [
            compare.declaration, update.declaration, ignore.declaration, mask.declaration,
            CheckCommand.asFormat.declaration,
        ],
        positionals: [PositionalDeclaration("PATH", .many, help: "Recordings, files and folders with payloads.")],
        examples: [
            .init("harness snapshot run/ --update golden/", "writes golden/snapshot.txt"),
            .init("harness snapshot run/ --compare golden/", "what changed since"),
        ],
        statuses: [
            .init(.conforms, "printed, written, or equal to the golden file"),
            .init(.fails, "different from the golden file, or with CI=true there is none"),
            .init(.notJudged, "no spans, unreadable payloads, or no golden file yet"),
        ])

    static func run(_ arguments: Arguments) -> CommandStatus {
        do {
            return try act(arguments)
        } catch {
            _ = StandardStream.error.write("harness snapshot: \(error)\n")
            return .notJudged
        }
    }

    private static func act(_ arguments: Arguments) throws -> CommandStatus {
        guard let first = arguments.positionals.first else {
            throw UsageProblem(description: "name a recording, or files and folders with payloads")
        }
        guard arguments[compare] == nil || arguments[update] == nil else {
            throw UsageProblem(description: "--compare compares and --update writes: give one of them")
        }
        let options = try options(arguments, JudgingSettings.besides(first))
        let text = try snapshots(of: arguments.positionals, arguments, options)
        if let golden = arguments[update] { return try write(text, to: golden) }
        if let golden = arguments[compare] { return try compare(text, with: golden) }
        _ = StandardStream.output.write(text)
        return .conforms
    }

    private static func options(_ arguments: Arguments, _ settings: JudgingSettings) throws -> SnapshotOptions {
        let masks = arguments.isGiven(mask) ? arguments[mask] : settings.masks
        return SnapshotOptions(
            ignored: (arguments.isGiven(ignore) ? arguments[ignore] : settings.ignored).map(Glob.init),
            masks: try masks.map { pattern in
                do {
                    return try Regex(pattern)
                } catch {
                    throw UsageProblem(description: "--mask '\(pattern)' is no regular expression: \(error)")
                }
            })
    }

    /// A part for each format in which spans came, in the order of the formats: a span in two formats is one span each time.
    private static func snapshots(
        of paths: [String], _ arguments: Arguments, _ options: SnapshotOptions
    ) throws -> String {
        let format = try CheckCommand.format(arguments[CheckCommand.asFormat])
        var spans: [String: [TraceSpan]] = [:]
        for path in try PayloadFiles(paths).paths {
            let read = try PayloadFiles.read(path, as: format).spans()
            spans[read.format.name, default: []] += read.spans
        }
        let parts = WireFormat.all.compactMap { format -> String? in
            guard let spans = spans[format.name], !spans.isEmpty else { return nil }
            return "# \(format.name)\n\n\(Snapshot(spans, options: options).text)"
        }
        guard !parts.isEmpty else {
            throw UsageProblem(description: "no spans in \(paths.joined(separator: ", "))")
        }
        return parts.joined(separator: "\n")
    }

    // MARK: Golden files

    private static func file(_ golden: String) -> String {
        Files.isDirectory(golden) || golden.hasSuffix("/")
            ? (golden.hasSuffix("/") ? golden : golden + "/") + "snapshot.txt" : golden
    }

    private static func write(_ text: String, to golden: String) throws -> CommandStatus {
        if golden.hasSuffix("/") { try Files.createDirectory(golden) }
        try Files.write(text, to: file(golden))
        _ = StandardStream.output.write("written to \(file(golden))\n")
        return .conforms
    }

    private static func compare(_ text: String, with golden: String) throws -> CommandStatus {
        let path = file(golden)
        guard Files.exists(path) else {
            let isCI = Environment.get("CI") == "true"
            _ = StandardStream.error.write(
                "there is no \(path)"
                    + (isCI ? ": a golden file that is missing fails in CI\n" : "; --update \(golden) writes it\n"))
            return isCI ? .fails : .notJudged
        }
        let old = String(decoding: try Files.read(path), as: UTF8.self)
        if old == text {
            _ = StandardStream.output.write("as in \(path)\n")
            return .conforms
        }
        let page = SnapshotDiffText(
            SnapshotDiff(from: [SnapshotNode](parsingSnapshot: old), to: [SnapshotNode](parsingSnapshot: text)),
            style: ConsoleStyle(.current(.output)))
        _ = StandardStream.output.write(page.text + "\ndifferent from \(path); if that is right: --update \(golden)\n")
        return .fails
    }
}
