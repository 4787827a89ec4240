import Foundation
import TraceConsole
import TracePlatform

/// `make bench`: measures, prints a table, and writes the same figures to `.build/bench.json`. The arguments choose
/// parts: `verdict`, `decoding`, `growth`, `memory`, `encoding`, `checking`, `inflating`, `http`, `grpc`; all without them.
/// Runs in the package's folder. Other words are the tools of `scripts/bench-peers` (``PeerTool``).
///
/// Exit status: 0 every figure is as good as wanted, 1 one is not, 2 nothing could be measured.
@main
struct Benchmarks {
    static func main() async {
        do {
            let wanted = Array(CommandLine.arguments.dropFirst())
            if let line = try await PeerTool.run(wanted) {
                print(line)
                exit(0)
            }
            if let alone = try await FreshProcess.asked(wanted) {
                print(alone.map { String($0) }.joined(separator: " "))
                exit(0)
            }
            var figures: [Figure] = []
            if wanted.isEmpty || wanted.contains("verdict") { figures += try VerdictSpeed().figures() }
            if wanted.isEmpty || wanted.contains("decoding") { figures += try DecodingSpeed().figures() }
            if wanted.isEmpty || wanted.contains("growth") { figures += try StoreGrowth().figures() }
            if wanted.isEmpty || wanted.contains("memory") { figures += try StoreMemory().figures() }
            if wanted.isEmpty || wanted.contains("encoding") { figures += try EncodingSpeed().figures() }
            if wanted.isEmpty || wanted.contains("checking") { figures += try CheckSpeed().figures() }
            if wanted.isEmpty || wanted.contains("inflating") { figures += try InflateSpeed().figures() }
            if wanted.isEmpty || wanted.contains("http") { figures += try await HTTPSpeed().figures() }
            if wanted.isEmpty || wanted.contains("grpc") { figures += try await GRPCSpeed().figures() }
            if figures.isEmpty {
                throw BenchmarkError.unexpected(
                    "the parts are verdict, decoding, growth, memory, encoding, checking, inflating, http and grpc")
            }

            print(table(of: figures), terminator: "")
            let output = URL(filePath: ".build/bench.json")
            try write(figures, to: output)
            print("written to \(output.relativePath)")
            exit(figures.contains { $0.isMissed } ? 1 : 0)
        } catch {
            FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
            exit(2)
        }
    }

    private static func table(of figures: [Figure]) -> String {
        let columns: [TableText.Column] = [
            .init("what"), .init("median", .trailing), .init("least", .trailing), .init("most", .trailing),
            .init("unit"), .init("wanted"),
        ]
        let rows = figures.map { figure in
            [
                figure.name, figure.text(figure.median), figure.text(figure.least), figure.text(figure.most),
                figure.unit, figure.wanted.map { $0.text + (figure.isMissed ? ": missed" : "") } ?? "",
            ].map { TonedText($0) }
        }
        return TableText(columns, rows: rows).text(ConsoleStyle(.current(.output)))
    }

    private static func write(_ figures: [Figure], to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(figures.map(FigureRecord.init)) + Data("\n".utf8)).write(to: file)
    }
}

/// A figure as `bench.json` spells it.
private struct FigureRecord: Encodable {
    let name: String
    let unit: String
    let median: Double
    let least: Double
    let most: Double
    let runs: Int
    let wanted: String?

    init(_ figure: Figure) {
        name = figure.name
        unit = figure.unit
        median = figure.median
        least = figure.least
        most = figure.most
        runs = figure.values.count
        wanted = figure.wanted?.text
    }
}
