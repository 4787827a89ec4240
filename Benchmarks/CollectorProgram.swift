import Foundation

/// The program `fake-collector` beside this one, on free ports, taking some forms and keeping their spans alone.
/// Whoever starts it ends it.
struct CollectorProgram {
    /// In the order of the forms.
    let ports: [UInt16]
    let stats: UInt16
    private let process = Process()

    init(_ forms: String...) throws {
        process.executableURL = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "fake-collector")
        process.arguments = [
            "--only", forms.joined(separator: ","), "--port", "all=0", "--stats", "0", "--spans-only", "--max-spans",
            "50000000",
            "--max-bytes", "8000000000",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var text = ""
        // It says where it listens a line at a time, the counts last; a program that ends closes its output.
        while !text.contains("\nstats: ") || !text.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw BenchmarkError.unexpected("fake-collector did not start") }
            text += String(decoding: more, as: UTF8.self)
        }
        ports = forms.compactMap { Self.port(of: $0, in: text) }
        guard ports.count == forms.count, let stats = Self.port(of: "stats", in: text) else {
            throw BenchmarkError.unexpected("fake-collector said \(text)")
        }
        self.stats = stats
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    var processID: Int { Int(process.processIdentifier) }

    /// Of a line like `otlp-grpc: http://127.0.0.1:4317`.
    private static func port(of name: String, in text: String) -> UInt16? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name): ") }
        return line.flatMap { URL(string: String($0.dropFirst(name.count + 2)))?.port }.flatMap(UInt16.init(exactly:))
    }
}
