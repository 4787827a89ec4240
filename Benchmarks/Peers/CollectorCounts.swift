import Foundation
import TracePlatform
import TraceTransport

/// What `fake-collector --stats` serves, as far as it is looked at here.
struct CollectorCounts: Decodable {
    let spans: Int
    let datagrams: [String: Datagrams]

    struct Datagrams: Decodable {
        let received: Int
        let refused: Int
        let droppedByKernel: Int?
        let receiveBufferBytes: Int
    }

    static func read(from port: UInt16, on loop: EventLoop) async throws -> CollectorCounts {
        let client = HTTPClient(on: loop)
        let answer = try await client.send(HTTPRequest("GET", "/stats"), to: "127.0.0.1", port: port)
        await client.close()
        return try JSONDecoder().decode(CollectorCounts.self, from: Data(answer.response.body))
    }
}

/// The processor time of another process, all of its threads, in user code and in the kernel (proc(5), `/proc/PID/stat`).
enum ProcessorTime {
    static func seconds(of process: Int) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // The name, in brackets, may hold anything; the state is the first field behind it, `utime` and `stime` the
        // twelfth and the thirteenth.
        guard let bracket = text.lastIndex(of: ")") else { throw BenchmarkError.unexpected("/proc/\(process)/stat") }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw BenchmarkError.unexpected("/proc/\(process)/stat")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}

/// Bodies for a generator of load that is not ours, one behind the other, with their lengths beside them.
enum BodyFile {
    /// Writes `PATH` and `PATH.lengths`, a number for each line.
    static func write(_ bodies: [[UInt8]], to path: String) throws -> String {
        try Data(bodies.joined()).write(to: URL(filePath: path))
        let lengths = bodies.map { "\($0.count)\n" }.joined()
        try Data(lengths.utf8).write(to: URL(filePath: path + ".lengths"))
        return #"{"bodies":\#(bodies.count),"bytes":\#(bodies.reduce(0) { $0 + $1.count })}"#
    }
}
