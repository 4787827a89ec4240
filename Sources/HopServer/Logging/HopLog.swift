import TraceBytes
import TraceModel
import TracePlatform

/// The log of a hop: one JSON object a line on stderr, `{"event":"export-failed","spans":12,"reason":"…"}`.
///
/// stdout is for the ready line and the console exporter alone.
package struct HopLog: Sendable {
    /// Debug lines are written only with `server.debug: true`.
    package let isDebug: Bool
    private let sink: @Sendable ([UInt8]) -> Void

    package init(
        isDebug: Bool,
        sink: @escaping @Sendable ([UInt8]) -> Void = { line in
            line.withUnsafeBytes { _ = StandardStream.error.write($0) }
        }
    ) {
        self.isDebug = isDebug
        self.sink = sink
    }

    package func write(_ event: String, _ members: [(String, JSONValue)] = []) {
        write([HopLogEntry(event, members)])
    }

    /// Several lines at once, so that the lines of one call stay together and cost one system call.
    func write(_ entries: [HopLogEntry]) {
        guard !entries.isEmpty else { return }
        sink(entries.flatMap(\.line))
    }
}

/// One line of the log.
struct HopLogEntry: Sendable {
    let line: [UInt8]

    init(_ event: String, _ members: [(String, JSONValue)]) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("event")
        writer.write(event)
        for (key, value) in members {
            writer.key(key)
            writer.write(value)
        }
        writer.endObject()
        line = writer.bytes + [0x0a]
    }
}
