import Foundation
import TracePlatform

/// What `scripts/bench-peers` measures with, as words of this program. Each prints one line of JSON.
///
/// ```
/// Benchmarks load FORM SPANS PORT REQUESTS CONNECTIONS PROCESS [STATS]   requests to a collector, and what they cost it
/// Benchmarks bodies FORM SPANS COUNT FILE                                bodies for another generator of load
/// Benchmarks blast PORT DATAGRAMS RATE STATS                             datagrams to a collector; rate 0: flat out
/// Benchmarks sink                                                        takes datagrams and drops them, until SIGTERM
/// ```
enum PeerTool {
    /// Nil when the arguments begin with no word of these.
    static func run(_ arguments: [String]) async throws -> String? {
        var rest = PeerArguments(arguments.dropFirst())
        switch arguments.first {
        case "load":
            let form = try rest.form()
            let load = RequestLoad(
                form: form, spansPerRequest: try rest.number(), port: try rest.port(), requests: try rest.number(),
                connections: try rest.number(), process: try rest.number(), stats: try rest.portIfAny())
            return try await load.run().line
        case "bodies":
            let form = try rest.form()
            let bodies = try form.bodies(spans: try rest.number(), count: try rest.number())
            return try BodyFile.write(bodies, to: try rest.text())
        case "blast":
            let blast = DatagramBlast(
                port: try rest.port(), count: try rest.number(), rate: try rest.number(), stats: try rest.port())
            return try await blast.run()
        case "sink": return try await DatagramSink.run()
        default: return nil
        }
    }
}

/// The words behind a tool's name, one after the other.
struct PeerArguments {
    private var words: ArraySlice<String>

    init(_ words: ArraySlice<String>) { self.words = words }

    mutating func text() throws -> String {
        guard let word = words.popFirst() else { throw BenchmarkError.unexpected("too few arguments") }
        return word
    }

    mutating func number() throws -> Int {
        let word = try text()
        guard let number = Int(word), number >= 0 else { throw BenchmarkError.unexpected("\(word) is no number") }
        return number
    }

    mutating func port() throws -> UInt16 { UInt16(clamping: try number()) }

    mutating func portIfAny() throws -> UInt16? { words.isEmpty ? nil : try port() }

    mutating func form() throws -> PeerForm {
        let word = try text()
        guard let form = PeerForm(rawValue: word) else {
            throw BenchmarkError.unexpected("\(word): expected one of \(PeerForm.allCases.map(\.rawValue))")
        }
        return form
    }
}
